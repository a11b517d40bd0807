/// Declares an enum whose variants are stored as short texts: it has `ALL`, `code()` and `parse()`, and can be bound
/// and read like any column.
#[macro_export]
macro_rules! codes {
    ($(#[$meta:meta])* pub enum $name:ident { $($(#[$vmeta:meta])* $variant:ident = $code:literal),+ $(,)? }) => {
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub enum $name { $($(#[$vmeta])* $variant),+ }

        impl $name {
            /// Every one of them, in their natural order.
            pub const ALL: &'static [$name] = &[$($name::$variant),+];

            /// As stored.
            pub const fn code(self) -> &'static str {
                match self { $($name::$variant => $code),+ }
            }

            /// Reads what [`Self::code`] gives.
            pub fn parse(code: &str) -> Option<$name> {
                match code { $($code => Some($name::$variant),)+ _ => None }
            }
        }

        impl ground::db::Param for $name {
            fn value(&self) -> ground::db::Value<'_> {
                ground::db::Value::Text(self.code())
            }
        }

        impl ground::db::Column for $name {
            const WANTED: &'static str = stringify!($name);
            fn read(cell: ground::db::Cell<'_>) -> Option<Self> {
                match cell { ground::db::Cell::Text(code) => $name::parse(code), _ => None }
            }
        }
    };
}

//! A WebAssembly interpreter that loads no module.
//!
//! Typst's `plugin` function is the only user of the real crate. A paper's template has no
//! business running foreign machine code, and the interpreter is costly to build, so
//! loading always fails here. What would follow a load is uninhabited, and so never runs.

use std::fmt::{self, Display, Formatter};
use std::marker::PhantomData;

#[derive(Clone, Copy, Debug)]
enum Never {}

/// The one error: plugins are turned off.
#[derive(Debug)]
pub struct Error;

impl Display for Error {
    fn fmt(&self, formatter: &mut Formatter<'_>) -> fmt::Result {
        formatter.write_str("plugins are turned off")
    }
}

impl std::error::Error for Error {}

/// Settings of the engine; there is nothing to set.
#[derive(Clone, Debug, Default)]
pub struct Config;

impl Config {
    /// Does nothing.
    pub fn wasm_relaxed_simd(&mut self, _enable: bool) -> &mut Self {
        self
    }
}

/// The engine; it holds nothing.
#[derive(Clone, Debug, Default)]
pub struct Engine;

impl Engine {
    /// An engine that loads no module.
    pub fn new(_config: &Config) -> Self {
        Self
    }
}

/// A loaded module; there is none.
#[derive(Clone, Debug)]
pub struct Module(Never);

impl Module {
    /// Always refuses.
    ///
    /// # Errors
    /// Every call gives [`Error`].
    pub fn new(_engine: &Engine, _bytes: &[u8]) -> Result<Self, Error> {
        Err(Error)
    }

    /// The type of the export of that name.
    pub fn get_export(&self, _name: &str) -> Option<ExternType> {
        match self.0 {}
    }

    /// Every export.
    pub fn exports(&self) -> std::vec::IntoIter<ExportType> {
        match self.0 {}
    }
}

/// What a module exports under a name.
pub struct ExportType(Never);

impl ExportType {
    /// The export's name.
    pub fn name(&self) -> &str {
        match self.0 {}
    }

    /// The export's type.
    pub fn ty(&self) -> &ExternType {
        match self.0 {}
    }
}

/// The type of an export.
pub enum ExternType {
    /// A function.
    Func(FuncType),
    /// A memory.
    Memory(Memory),
}

/// The type of a function.
pub struct FuncType(Never);

impl FuncType {
    /// The parameters' types.
    pub fn params(&self) -> &[ValType] {
        match self.0 {}
    }

    /// The results' types.
    pub fn results(&self) -> &[ValType] {
        match self.0 {}
    }
}

/// The type of a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ValType {
    /// A 32-bit integer.
    I32,
    /// Any other type.
    Other,
}

/// A value.
#[derive(Clone, Copy, Debug)]
pub enum Val {
    /// A 32-bit integer.
    I32(i32),
    /// Any other value.
    Other,
}

/// Joins host functions to a module.
#[derive(Debug)]
pub struct Linker<T> {
    engine: Engine,
    data: PhantomData<fn() -> T>,
}

impl<T> Linker<T> {
    /// An empty linker.
    pub fn new(engine: &Engine) -> Self {
        Self { engine: engine.clone(), data: PhantomData }
    }

    /// The linker's engine.
    pub fn engine(&self) -> &Engine {
        &self.engine
    }

    /// Forgets the function: no module can call it.
    ///
    /// # Errors
    /// Never.
    pub fn func_wrap<F>(&mut self, _module: &str, _name: &str, _function: F) -> Result<&mut Self, Error> {
        Ok(self)
    }

    /// An instance of the module.
    ///
    /// # Errors
    /// Never: there is no module to give.
    pub fn instantiate_and_start(&self, _store: &mut Store<T>, module: &Module) -> Result<Instance, Error> {
        match module.0 {}
    }
}

/// What an instance's memory and data live in.
#[derive(Debug)]
pub struct Store<T> {
    data: T,
}

impl<T> Store<T> {
    /// A store that holds the host's data.
    pub fn new(_engine: &Engine, data: T) -> Self {
        Self { data }
    }

    /// The host's data.
    pub fn data_mut(&mut self) -> &mut T {
        &mut self.data
    }
}

/// A running module; there is none.
#[derive(Clone, Copy, Debug)]
pub struct Instance(Never);

impl Instance {
    /// The export of that name.
    pub fn get_export<T>(&self, _store: &Store<T>, _name: &str) -> Option<Extern> {
        match self.0 {}
    }
}

/// What a host function sees of its caller.
pub struct Caller<'a, T> {
    never: Never,
    data: PhantomData<&'a mut T>,
}

impl<T> Caller<'_, T> {
    /// The caller's export of that name.
    pub fn get_export(&self, _name: &str) -> Option<Extern> {
        match self.never {}
    }

    /// The host's data.
    pub fn data_mut(&mut self) -> &mut T {
        match self.never {}
    }
}

/// An instance's export.
pub struct Extern(Never);

impl Extern {
    /// The export as a function.
    pub fn into_func(self) -> Option<Func> {
        match self.0 {}
    }

    /// The export as a memory.
    pub fn into_memory(self) -> Option<Memory> {
        match self.0 {}
    }
}

/// An exported function.
#[derive(Clone, Copy, Debug)]
pub struct Func(Never);

impl Func {
    /// The function's type.
    pub fn ty<T>(&self, _store: &Store<T>) -> FuncType {
        match self.0 {}
    }

    /// Calls the function.
    ///
    /// # Errors
    /// Never: there is no function to call.
    pub fn call<T>(&self, _store: &mut Store<T>, _inputs: &[Val], _outputs: &mut [Val]) -> Result<(), Error> {
        match self.0 {}
    }
}

/// An exported memory.
#[derive(Clone, Copy, Debug)]
pub struct Memory(Never);

impl Memory {
    /// The number of pages.
    pub fn size<T>(&self, _store: &Store<T>) -> u64 {
        match self.0 {}
    }

    /// The bytes.
    pub fn data<'a, T>(&self, _store: &'a Store<T>) -> &'a [u8] {
        match self.0 {}
    }

    /// The bytes, to be written.
    pub fn data_mut<'a, T>(&self, _store: &'a mut Store<T>) -> &'a mut [u8] {
        match self.0 {}
    }

    /// Adds pages.
    ///
    /// # Errors
    /// Never: there is no memory.
    pub fn grow<T>(&self, _store: &mut Store<T>, _pages: u64) -> Result<u64, Error> {
        match self.0 {}
    }

    /// Copies bytes out.
    ///
    /// # Errors
    /// Never: there is no memory.
    pub fn read<C>(&self, _context: &C, _offset: usize, _buffer: &mut [u8]) -> Result<(), Error> {
        match self.0 {}
    }

    /// Copies bytes in.
    ///
    /// # Errors
    /// Never: there is no memory.
    pub fn write<C>(&self, _context: &mut C, _offset: usize, _buffer: &[u8]) -> Result<(), Error> {
        match self.0 {}
    }
}

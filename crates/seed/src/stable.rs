//! Ids of catalogue rows: made from their codes, so that they are the same in every clinic and after every upgrade.

const OFFSET: u64 = 0xcbf2_9ce4_8422_2325;
const PRIME: u64 = 0x0100_0000_01b3;
const BITS: u32 = 47;

/// The id of a code of one kind: positive, 47 bits of the FNV-1a hash.
pub(crate) fn id(kind: &str, code: &str) -> i64 {
    let bytes = kind.bytes().chain([0]).chain(code.bytes());
    let hash = bytes.fold(OFFSET, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(PRIME));
    i64::try_from((hash >> (64 - BITS)).max(1)).unwrap_or(1)
}

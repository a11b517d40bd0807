use std::fmt;
use std::path::Path;

const BEGINS: &str = "chain head:";

/// The last row of one node's chain as it once was. Kept outside the database, it shows later whether the chain was cut
/// or computed anew.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Head {
    pub node: i64,
    pub seq: i64,
    /// In hexadecimal digits.
    pub hash: String,
}

impl fmt::Display for Head {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{BEGINS} node {} place {} {}", self.node, self.seq, self.hash)
    }
}

impl Head {
    /// The heads in what an earlier `kham verify` printed; other lines are passed over.
    pub fn read_all(path: &Path) -> Result<Vec<Head>, String> {
        let said = |why: &str| format!("{}: {why}", path.display());
        let text = std::fs::read_to_string(path).map_err(|e| said(&e.to_string()))?;
        let lines = text.lines().filter_map(|line| line.trim().strip_prefix(BEGINS));
        let heads: Option<Vec<Head>> = lines.map(Head::parse).collect();
        match heads {
            Some(heads) if !heads.is_empty() => Ok(heads),
            Some(_) => Err(said("no line begins with `chain head:`; keep what `kham verify` prints")),
            None => Err(said("a line of a chain head cannot be read")),
        }
    }

    fn parse(line: &str) -> Option<Head> {
        let mut words = line.split_whitespace();
        let mut behind = |name: &str| words.next().filter(|w| *w == name).and_then(|_| words.next()?.parse().ok());
        let (node, seq) = (behind("node")?, behind("place")?);
        let hash = words.next().filter(|hash| hash.len() == 64)?.to_owned();
        Some(Head { node, seq, hash })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_printed_head_is_read_back() {
        let head = Head { node: 3, seq: 41, hash: "ab".repeat(32) };
        let file = tempfile::NamedTempFile::new().unwrap();
        std::fs::write(file.path(), format!("chain: 41 rows\n{head}\n0 differences\n")).unwrap();
        assert_eq!(Head::read_all(file.path()), Ok(vec![head]));
    }

    #[test]
    fn a_file_without_heads_is_no_anchor() {
        let file = tempfile::NamedTempFile::new().unwrap();
        std::fs::write(file.path(), "0 differences\n").unwrap();
        assert!(Head::read_all(file.path()).is_err());
        std::fs::write(file.path(), "chain head: node 1 place x abc\n").unwrap();
        assert!(Head::read_all(file.path()).is_err());
    }
}

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use typst_library::diag::{FileError, FileResult};
use typst_library::foundations::Bytes;
use typst_syntax::{FileId, RootedPath, Source, VirtualPath, VirtualRoot};

/// The templates that come with the program, by file name.
const BUILT_IN: [(&str, &str); 12] = [
    ("paper.typ", include_str!("../templates/paper.typ")),
    ("receipt.typ", include_str!("../templates/receipt.typ")),
    ("receipt-80mm.typ", include_str!("../templates/receipt-80mm.typ")),
    ("prescription.typ", include_str!("../templates/prescription.typ")),
    ("result.typ", include_str!("../templates/result.typ")),
    ("certificate.typ", include_str!("../templates/certificate.typ")),
    ("summary.typ", include_str!("../templates/summary.typ")),
    ("ticket-80mm.typ", include_str!("../templates/ticket-80mm.typ")),
    ("labels.typ", include_str!("../templates/labels.typ")),
    ("session.typ", include_str!("../templates/session.typ")),
    ("session-80mm.typ", include_str!("../templates/session-80mm.typ")),
    ("register.typ", include_str!("../templates/register.typ")),
];

/// Finds templates and the files they name: the clinic's own first, then the built-in ones.
#[derive(Debug, Default)]
pub struct Templates {
    dir: Option<PathBuf>,
    parsed: OnceLock<Vec<Source>>,
}

impl Templates {
    pub fn with_dir(dir: PathBuf) -> Self {
        Self { dir: Some(dir), parsed: OnceLock::new() }
    }

    pub fn source(&self, id: FileId) -> FileResult<Source> {
        if let Some(bytes) = self.own(id)? {
            let text = String::from_utf8(bytes).map_err(|_| FileError::InvalidUtf8)?;
            return Ok(Source::new(id, text));
        }
        let parsed = self.parsed.get_or_init(parse_built_in);
        parsed.iter().find(|source| source.id() == id).cloned().ok_or_else(|| missing(id))
    }

    pub fn file(&self, id: FileId) -> FileResult<Bytes> {
        if let Some(bytes) = self.own(id)? {
            return Ok(Bytes::new(bytes));
        }
        let name = id.vpath().get_without_slash();
        let built_in = BUILT_IN.iter().find(|(file, _)| *file == name);
        built_in.map(|(_, text)| Bytes::from_string(*text)).ok_or_else(|| missing(id))
    }

    /// The clinic's own file, if there is one; the path cannot leave the directory.
    fn own(&self, id: FileId) -> FileResult<Option<Vec<u8>>> {
        let Some(dir) = &self.dir else { return Ok(None) };
        if !matches!(id.root(), VirtualRoot::Project) {
            return Ok(None);
        }
        let path = id.vpath().realize(dir).map_err(|_| missing(id))?;
        match fs::read(&path) {
            Ok(bytes) => Ok(Some(bytes)),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(FileError::from_io(error, &path)),
        }
    }
}

/// The id of a file at the root of the templates.
pub fn id(name: &str) -> Option<FileId> {
    let path = VirtualPath::new(name).ok()?;
    Some(RootedPath::new(VirtualRoot::Project, path).intern())
}

fn parse_built_in() -> Vec<Source> {
    BUILT_IN.iter().filter_map(|(name, text)| Some(Source::new(id(name)?, (*text).to_owned()))).collect()
}

fn missing(id: FileId) -> FileError {
    FileError::NotFound(Path::new(id.vpath().get_without_slash()).to_owned())
}

//! A folder's files as the files of a plan.

use std::path::{Path, PathBuf};

use ::plan::{FileRefused, MAX_FILE_BYTES, PlanFiles};

/// A folder or a file in it that cannot be read.
#[derive(Debug)]
pub enum FolderError {
    /// The system refuses.
    Io(PathBuf, std::io::Error),
    /// The file cannot be part of a plan.
    Refused(PathBuf, FileRefused),
}

impl FolderError {
    /// The folder or file.
    pub fn place(&self) -> &Path {
        match self {
            FolderError::Io(path, _) | FolderError::Refused(path, _) => path,
        }
    }

    /// What is wrong with it.
    pub fn reason(&self) -> String {
        match self {
            FolderError::Io(_, error) => error.to_string(),
            FolderError::Refused(_, error) => error.to_string(),
        }
    }
}

impl std::fmt::Display for FolderError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "cannot read the plan at {}: {}", self.place().display(), self.reason())
    }
}

impl std::error::Error for FolderError {}

/// Reads the plan files of a folder; other files, such as a read-me, are passed over.
///
/// # Errors
/// When the folder or one of the files cannot be read, is too large, or there are too many.
pub fn read_folder(folder: &Path) -> Result<PlanFiles, FolderError> {
    let io = |path: &Path| {
        let path = path.to_owned();
        move |error| FolderError::Io(path, error)
    };
    let mut files = PlanFiles::new();
    for entry in std::fs::read_dir(folder).map_err(io(folder))? {
        let path = entry.map_err(io(folder))?.path();
        let Some(name) = path.file_name().and_then(|name| name.to_str()).filter(|name| PlanFiles::wants(name)) else { continue };
        let refused = |error| FolderError::Refused(path.clone(), error);
        let about = std::fs::metadata(&path).map_err(io(&path))?;
        let bytes = usize::try_from(about.len()).unwrap_or(usize::MAX);
        if bytes > MAX_FILE_BYTES {
            return Err(refused(FileRefused::TooLarge { name: name.to_owned(), bytes }));
        }
        files.insert(name, std::fs::read(&path).map_err(io(&path))?).map_err(refused)?;
    }
    Ok(files)
}

//! Opening: all or nothing. A file that does not hold what it once held is refused.

use std::fs::{self, File, OpenOptions};
use std::io;
use std::path::{Path, PathBuf};
use std::time::Duration;

use redb::{Database, ReadTransaction, ReadableDatabase, ReadableTable};

use super::backend::Backend;
use super::error::FileStoreError;
use super::tables::{self, FAMILIES, FIRST_FORMAT, FORMAT, GRACES, META, SUBJECTS, TOKENS};
use crate::revocation::MemoryStore;
use crate::revocation::id::{Id, IdKey};
use crate::time::{Clock, Timestamp};

/// Look-ups never touch the file, so the database needs next to none.
const CACHE_BYTES: usize = 8 << 20;

/// What a wall clock that was wrong at start has to be set right, before an entry goes by it.
const GRACE: Duration = Duration::from_secs(600);

/// A database whose every page has been checked, and all that it holds, in memory.
pub(super) fn open(
    path: &Path,
    capacity: usize,
    clock: Clock,
) -> Result<(Database, MemoryStore), FileStoreError> {
    match fs::metadata(path) {
        Err(cause) if cause.kind() == io::ErrorKind::NotFound => create(path)?,
        Err(cause) => return Err(FileStoreError::Unusable { path: path.to_owned(), cause }),
        Ok(_) => {}
    }
    let db = open_checked(path)?;
    let memory = load(&db, capacity, clock).map_err(|cause| refused(path, cause))?;
    Ok((db, memory))
}

/// Made beside its place and then put there whole: a crash leaves no half of it, and of two
/// processes that start at once neither replaces the other's.
fn create(path: &Path) -> Result<(), FileStoreError> {
    let unusable = |cause: io::Error| FileStoreError::Unusable { path: path.to_owned(), cause };
    let directory = directory_of(path);
    if !directory.is_dir() {
        return Err(FileStoreError::NoDirectory(path.to_owned()));
    }
    let draft = draft_of(path);
    let made = make(path, &draft).and_then(|()| match fs::hard_link(&draft, path) {
        Err(cause) if cause.kind() != io::ErrorKind::AlreadyExists => Err(unusable(cause)),
        _ => Ok(()),
    });
    let removed = fs::remove_file(&draft).map_err(unusable);
    made.and(removed)?;
    File::open(&directory).and_then(|directory| directory.sync_all()).map_err(unusable)
}

fn make(path: &Path, draft: &Path) -> Result<(), FileStoreError> {
    let unusable = |cause: io::Error| FileStoreError::Unusable { path: path.to_owned(), cause };
    let file = new_options().open(draft).map_err(unusable)?;
    let db = database(file).map_err(|cause| refused(path, cause))?;
    tables::create(&db, IdKey::random()).map_err(|cause| refused(path, cause))
}

/// For this user alone: who knows the key and the ids could tell which token was revoked.
fn new_options() -> OpenOptions {
    let mut options = OpenOptions::new();
    options.read(true).write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options
}

fn directory_of(path: &Path) -> PathBuf {
    let parent = path.parent().filter(|parent| !parent.as_os_str().is_empty());
    parent.unwrap_or(Path::new(".")).to_owned()
}

fn draft_of(path: &Path) -> PathBuf {
    let mut name = path.file_name().unwrap_or_default().to_owned();
    name.push(format!(".{:032x}.new", IdKey::random().bits()));
    path.with_file_name(name)
}

/// Checks every page: after a clean end redb would trust the file as it is.
fn open_checked(path: &Path) -> Result<Database, FileStoreError> {
    let unusable = |cause: io::Error| FileStoreError::Unusable { path: path.to_owned(), cause };
    let file = OpenOptions::new().read(true).write(true).open(path).map_err(unusable)?;
    // redb would take an empty file for a new one.
    if file.metadata().map_err(unusable)?.len() == 0 {
        return Err(FileStoreError::Foreign(path.to_owned()));
    }
    let mut db = database(file).map_err(|cause| refused(path, cause))?;
    db.check_integrity().map_err(|cause| refused(path, cause.into()))?;
    Ok(db)
}

fn database(file: File) -> Result<Database, redb::Error> {
    let backend = Backend::new(file)?;
    let mut builder = Database::builder();
    builder.set_cache_size(CACHE_BYTES);
    Ok(builder.create_with_backend(backend)?)
}

fn load(db: &Database, capacity: usize, clock: Clock) -> Result<MemoryStore, redb::Error> {
    let key = current(db)?;
    let soonest = clock.now().checked_add(GRACE).unwrap_or(Timestamp::MAX);
    let memory = MemoryStore::with_key(key, capacity, clock);
    let txn = db.begin_read()?;
    for entry in txn.open_table(TOKENS)?.iter()? {
        let (id, end) = entry?;
        memory.restore(tables::token(id.value(), end.value()).at_least(soonest));
    }
    for entry in txn.open_table(SUBJECTS)?.iter()? {
        let (id, mark) = entry?;
        memory.restore(tables::subject(id.value(), mark.value()).at_least(soonest));
    }
    load_families(&txn, &memory, soonest)?;
    Ok(memory)
}

/// After the revocations: a family that a watermark ended may still be in the file.
fn load_families(
    txn: &ReadTransaction,
    memory: &MemoryStore,
    soonest: Timestamp,
) -> Result<(), redb::Error> {
    for entry in txn.open_table(FAMILIES)?.iter()? {
        let (id, row) = entry?;
        memory.restore_family(Id::from_bits(id.value()), tables::family(row.value()), soonest);
    }
    for entry in txn.open_table(GRACES)?.iter()? {
        let (id, row) = entry?;
        memory.restore_grace(Id::from_bits(id.value()), tables::grace(row.value()), soonest);
    }
    Ok(())
}

/// The key of a file of this format; a file of the first one is made one of this.
fn current(db: &Database) -> Result<IdKey, redb::Error> {
    let (format, key) = heading(db)?;
    match (format, key) {
        (Some(FORMAT), Some(key)) => Ok(IdKey::from_bits(key)),
        (Some(FIRST_FORMAT), Some(key)) => {
            tables::migrate(db)?;
            Ok(IdKey::from_bits(key))
        }
        _ => Err(redb::Error::TableDoesNotExist("meta".to_owned())),
    }
}

fn heading(db: &Database) -> Result<(Option<u128>, Option<u128>), redb::Error> {
    let meta = db.begin_read()?.open_table(META)?;
    let value = |name: &str| meta.get(name).map(|found| found.map(|found| found.value()));
    Ok((value("format")?, value("key")?))
}

#[allow(clippy::wildcard_enum_match_arm, reason = "whatever else it says is said of damage")]
fn refused(path: &Path, cause: redb::Error) -> FileStoreError {
    let path = path.to_owned();
    match cause {
        redb::Error::DatabaseAlreadyOpen => FileStoreError::InUse(path),
        redb::Error::TableDoesNotExist(_)
        | redb::Error::TableTypeMismatch { .. }
        | redb::Error::UpgradeRequired(_) => FileStoreError::Foreign(path),
        // What it says of a file that does not begin as its own do.
        redb::Error::Io(cause) if cause.kind() == io::ErrorKind::InvalidData => {
            FileStoreError::Foreign(path)
        }
        redb::Error::Io(cause) if cause.kind() != io::ErrorKind::UnexpectedEof => {
            FileStoreError::Unusable { path, cause }
        }
        cause => FileStoreError::Damaged { path, cause: Box::new(cause) },
    }
}

//! The file below the database, and what redb 4.1 does not see to itself.

use std::fs::{File, TryLockError};
use std::io;

use redb::backends::FileBackend;
use redb::{DatabaseError, StorageBackend};

/// redb's own, except that a file which grows is at its new length on the disk before a header
/// can say so. Otherwise a power failure between the two leaves a file that never opens again.
#[derive(Debug)]
pub(super) struct Backend {
    inner: FileBackend,
    file: File,
}

impl Backend {
    /// Takes the lock; [`DatabaseError::DatabaseAlreadyOpen`] if another has it. redb takes one
    /// too, but from 4.3 on by methods that 4.1 lacks and a backend like this cannot pass on.
    pub(super) fn new(file: File) -> Result<Self, DatabaseError> {
        match file.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => return Err(DatabaseError::DatabaseAlreadyOpen),
            Err(TryLockError::Error(cause)) => return Err(cause.into()),
        }
        let other = file.try_clone()?;
        Ok(Self { inner: FileBackend::new(file)?, file: other })
    }
}

impl StorageBackend for Backend {
    fn len(&self) -> io::Result<u64> {
        self.inner.len()
    }

    fn read(&self, offset: u64, out: &mut [u8]) -> io::Result<()> {
        self.inner.read(offset, out)
    }

    fn set_len(&self, len: u64) -> io::Result<()> {
        self.inner.set_len(len)?;
        self.file.sync_all()
    }

    fn sync_data(&self) -> io::Result<()> {
        self.inner.sync_data()
    }

    fn write(&self, offset: u64, data: &[u8]) -> io::Result<()> {
        self.inner.write(offset, data)
    }

    fn close(&self) -> io::Result<()> {
        self.inner.close()
    }
}

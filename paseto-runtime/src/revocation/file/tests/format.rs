//! Files of the first format: made here as that version made them.

use redb::TableDefinition;

use super::*;
use crate::revocation::file::tables::{FAMILIES, GRACES, META};
use crate::revocation::id::IdKey;

const NOON: u128 = 1_800_000_000_000_000_000;

/// Token `a` for ever, token `b` for an hour, `alice` logged out everywhere at noon.
fn write_first_format(folder: &Folder) {
    let key = IdKey::from_bits(0x0123_4567_89ab_cdef);
    let db = Database::create(folder.file()).unwrap();
    let mut txn = db.begin_write().unwrap();
    txn.set_two_phase_commit(true);
    {
        let meta: TableDefinition<'_, &str, u128> = TableDefinition::new("meta");
        let mut meta = txn.open_table(meta).unwrap();
        meta.insert("format", 1).unwrap();
        meta.insert("key", key.bits()).unwrap();
        let tokens: TableDefinition<'_, u128, u64> = TableDefinition::new("tokens");
        let mut tokens = txn.open_table(tokens).unwrap();
        tokens.insert(key.id("a").bits(), u64::MAX).unwrap();
        let hour = Clock::system().now().since(Timestamp::MIN) + Duration::from_secs(3_600);
        tokens.insert(key.id("b").bits(), u64::try_from(hour.as_millis()).unwrap()).unwrap();
        let subjects: TableDefinition<'_, u128, (u128, u64)> = TableDefinition::new("subjects");
        let mut subjects = txn.open_table(subjects).unwrap();
        subjects.insert(key.id("alice").bits(), (NOON, u64::MAX)).unwrap();
    }
    txn.commit().unwrap();
}

fn format_of(folder: &Folder) -> u128 {
    let db = Database::open(folder.file()).unwrap();
    let meta = db.begin_read().unwrap().open_table(META).unwrap();
    meta.get("format").unwrap().unwrap().value()
}

fn is_out(store: &FileStore, nanos: u64) -> bool {
    let issued_at = Timestamp::MIN.checked_add(Duration::from_nanos(nanos));
    let query = Query { subject: Some("alice".into()), issued_at, ..Query::default() };
    store.check_now(&query).unwrap().unwrap() == Standing::Revoked
}

#[test]
fn a_file_of_the_first_format_is_taken_over_and_loses_nothing() {
    let folder = Folder::new("first-format");
    write_first_format(&folder);
    assert_eq!(format_of(&folder), 1);
    for _ in 0..2 {
        let store = FileStore::open(folder.file(), 10, Clock::system()).unwrap();
        assert!(knows(&store, "a") && knows(&store, "b") && !knows(&store, "c"));
        let noon = u64::try_from(NOON).unwrap();
        assert!(is_out(&store, noon) && !is_out(&store, noon + 1));
        assert_eq!(store.len(), 3);
        drop(store);
        assert_eq!(format_of(&folder), 2);
    }
    let store = FileStore::open(folder.file(), 10, Clock::system()).unwrap();
    uses::use_all(&store, None);
    drop(store);
    assert_eq!(uses::rows_of_uses(&folder), (1, 1));
    assert!(knows(&FileStore::open(folder.file(), 10, Clock::system()).unwrap(), "used"));
}

#[test]
fn a_file_whose_tables_are_missing_is_foreign() {
    let folder = Folder::new("missing-tables");
    drop(FileStore::open(folder.file(), 1, Clock::system()).unwrap());
    for table in ["families", "graces"] {
        let db = Database::open(folder.file()).unwrap();
        let txn = db.begin_write().unwrap();
        assert!(
            if table == "families" { txn.delete_table(FAMILIES) } else { txn.delete_table(GRACES) }
                .unwrap()
        );
        txn.commit().unwrap();
        drop(db);
        let refused = FileStore::open(folder.file(), 1, Clock::system()).unwrap_err();
        assert!(matches!(refused, FileStoreError::Foreign(_)), "{refused}");
    }
}

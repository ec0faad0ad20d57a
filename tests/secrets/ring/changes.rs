//! What is written to a source, and to which one.

use actix_paseto::RotateError;
use actix_paseto::key::KeyState;
use actix_paseto::time::Clock;

use super::documents::{document, line};
use super::shelf::Shelf;
use super::talk::{QUICK, SLOW, keys, new_key, program, program_with, sealing, state, until};

#[actix_web::test]
async fn no_document_is_written_with_which_nobody_could_start() {
    let shelf = Shelf::with(&new_key().0);
    let lines = format!("keys.pending = '0s'\nkeys.accept = ['{}']", new_key().0);
    let paseto = program(&shelf, &lines).await;
    for _ in 0..15 {
        paseto.rotate().await.unwrap();
    }
    let before = shelf.text("key");
    let refused = paseto.rotate().await.unwrap_err();
    assert!(matches!(refused, RotateError::Refused(_)), "{refused}");
    assert!(refused.to_string().contains("more than 16 keys"), "{refused}");
    assert_eq!(shelf.text("key"), before);
    program(&shelf, &lines).await;
}

#[actix_web::test]
async fn a_source_of_the_program_under_the_name_of_variables_is_alive() {
    let (old, new) = (new_key(), new_key());
    let shelf = Shelf::new();
    shelf.put("KEY", &old.0);
    let lines = format!("{QUICK}\nkeys.active = 'env:KEY'");
    let paseto = program_with(&[("env", &shelf)], &lines, Clock::system()).await;
    shelf.put("KEY", &new.0);
    until(|| keys(&paseto).len() == 2).await;
    let rotation = paseto.rotate().await.unwrap();
    assert!(shelf.text("KEY").contains(rotation.id.as_str()));
}

#[actix_web::test]
async fn a_key_is_revoked_where_that_can_be_written() {
    let (now, old) = (new_key(), new_key());
    let fixed =
        Shelf::with(&document(&[line(&now, "active", "", ""), line(&old, "retiring", "", "")]));
    fixed.read_only();
    let open = Shelf::with(&old.0);
    let lines = format!("{SLOW}\nkeys.accept = ['other:key']");
    let sources = [("shelf", &fixed), ("other", &open)];
    let paseto = program_with(&sources, &lines, Clock::system()).await;
    paseto.revoke_key(&old.1).await.unwrap();
    assert_eq!(state(&paseto, &old.1), Some(KeyState::Revoked));
    assert_eq!((fixed.writes(), open.writes(), sealing(&paseto)), (0, 1, now.1.clone()));
    let refused = paseto.revoke_key(&now.1).await.unwrap_err();
    assert!(matches!(refused, RotateError::ReadOnly { .. }), "{refused}");
}

#[actix_web::test]
async fn a_key_that_was_put_there_by_hand_is_written_with_the_one_before() {
    let (old, new) = (new_key(), new_key());
    let shelf = Shelf::with(&old.0);
    let paseto = program(&shelf, SLOW).await;
    shelf.put("key", &new.0);
    paseto.refresh_keys().await.unwrap();
    assert_eq!(paseto.rotate().await.unwrap().id, new.1);
    let restarted = program(&shelf, SLOW).await;
    assert_eq!((sealing(&restarted), sealing(&paseto)), (old.1.clone(), old.1));
    assert_eq!(state(&restarted, &new.1), Some(KeyState::Pending));
}

#[actix_web::test]
async fn keys_put_there_by_hand_again_and_again_lock_nobody_out() {
    for lines in [SLOW, "keys.pending = '0s'"] {
        let shelf = Shelf::with(&new_key().0);
        let paseto = program(&shelf, lines).await;
        let first = sealing(&paseto);
        for _ in 0..20 {
            let new = new_key();
            shelf.put("key", &new.0);
            paseto.refresh_keys().await.unwrap();
            let is_at_once = lines != SLOW;
            assert_eq!(sealing(&paseto), if is_at_once { new.1 } else { first.clone() });
        }
    }
}

#[actix_web::test]
async fn a_key_that_is_replaced_before_its_turn_gets_none() {
    let clock = super::support::HandClock::new();
    let (first, second, third) = (new_key(), new_key(), new_key());
    let shelf = Shelf::with(&first.0);
    let paseto = program_with(&[("shelf", &shelf)], SLOW, clock.clock()).await;
    shelf.put("key", &second.0);
    paseto.refresh_keys().await.unwrap();
    clock.forward(3_600_000);
    shelf.put("key", &third.0);
    paseto.refresh_keys().await.unwrap();
    clock.forward(3_600_000);
    assert_eq!(sealing(&paseto), first.1);
    clock.forward(3_600_000);
    assert_eq!(sealing(&paseto), third.1);
}

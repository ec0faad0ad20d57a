//! `rotate` and `revoke_key`, alone, at once, and across a restart.

use actix_paseto::RotateError;
use actix_paseto::key::KeyState;

use super::shelf::Shelf;
use super::support::{self, HandClock, from_toml};
use super::talk::{SLOW, accepts, keys, new_key, program, program_at, sealing, state, token};

const HOUR: u64 = 3_600_000;

#[actix_web::test]
async fn a_rotation_from_beginning_to_end() {
    let clock = HandClock::new();
    let old = new_key();
    let shelf = Shelf::with(&old.0);
    let paseto = program_at(&shelf, SLOW, clock.clock()).await;
    let other = program_at(&shelf, SLOW, clock.clock()).await;
    let rotation = paseto.rotate().await.unwrap();
    assert_eq!(rotation.retires.as_ref(), Some(&old.1));
    assert_eq!(sealing(&paseto), old.1);
    other.refresh_keys().await.unwrap();
    clock.forward(2 * HOUR);
    assert_eq!((sealing(&paseto), sealing(&other)), (rotation.id.clone(), rotation.id.clone()));
    assert!(accepts(&other, &token(&paseto)).await);
    assert_eq!(state(&paseto, &old.1), Some(KeyState::Retiring));
    clock.forward(4 * HOUR + 700_000);
    paseto.refresh_keys().await.unwrap();
    assert_eq!(state(&paseto, &old.1), None);
    let next = paseto.rotate().await.unwrap();
    assert_eq!(next.retires, Some(rotation.id));
    assert!(!shelf.text("key").contains(&old.0), "what has ended is gone");
}

#[actix_web::test]
async fn without_waiting_the_new_key_makes_tokens_at_once() {
    let old = new_key();
    let shelf = Shelf::with(&old.0);
    let paseto = program(&shelf, "keys.pending = '0s'").await;
    let before = token(&paseto);
    let rotation = paseto.rotate().await.unwrap();
    assert_eq!(sealing(&paseto), rotation.id);
    assert!(accepts(&paseto, &before).await);
    let again = paseto.rotate().await.unwrap();
    assert_ne!(again.id, rotation.id);
    assert_eq!(shelf.writes(), 2);
}

#[actix_web::test]
async fn two_that_rotate_at_once_make_one_key() {
    for can_wait in [true, false] {
        for _ in 0..20 {
            let shelf = Shelf::with(&new_key().0);
            let lines = if can_wait { SLOW } else { "keys.pending = '0s'" };
            let (one, two) = (program(&shelf, lines).await, program(&shelf, lines).await);
            let (a, b) = futures_util::join!(one.rotate(), two.rotate());
            let (a, b) = (a.unwrap(), b.unwrap());
            assert_eq!((&a.id, &a.from), (&b.id, &b.from));
            if can_wait {
                assert_eq!(one.rotate().await.unwrap().id, a.id, "it waits already");
            }
            assert_eq!(shelf.writes(), 1);
            assert_eq!(keys(&one).len(), 2);
        }
    }
}

#[actix_web::test]
async fn a_program_restarted_in_the_middle_accepts_everything() {
    let clock = HandClock::new();
    let shelf = Shelf::with(&new_key().0);
    let paseto = program_at(&shelf, SLOW, clock.clock()).await;
    let mut tokens = vec![token(&paseto)];
    let rotation = paseto.rotate().await.unwrap();
    tokens.push(token(&paseto));
    let restarted = program_at(&shelf, SLOW, clock.clock()).await;
    assert_eq!(sealing(&restarted), sealing(&paseto));
    clock.forward(2 * HOUR);
    assert_eq!(sealing(&restarted), rotation.id);
    let late = program_at(&shelf, SLOW, clock.clock()).await;
    assert_eq!(sealing(&late), rotation.id);
    for token in [token(&paseto), token(&late)] {
        assert!(accepts(&restarted, &token).await && accepts(&late, &token).await);
    }
    // Made two hours ago, and known by their key still.
    for token in tokens {
        let verdict = super::talk::verdict(&late, &token).await;
        assert_eq!(verdict, (401, "token_expired".into()));
    }
}

#[actix_web::test]
async fn a_source_that_cannot_compare_is_read_back() {
    let shelf = Shelf::with(&new_key().0);
    shelf.without_comparing();
    let paseto = program(&shelf, SLOW).await;
    let rotation = paseto.rotate().await.unwrap();
    assert!(shelf.text("key").contains(rotation.id.as_str()));
}

#[actix_web::test]
async fn what_cannot_be_written_is_not_rotated() {
    let shelf = Shelf::with(&new_key().0);
    shelf.read_only();
    let paseto = program(&shelf, SLOW).await;
    let refused = paseto.rotate().await.unwrap_err();
    assert!(matches!(refused, RotateError::ReadOnly { backend: "shelf", .. }), "{refused}");
    let fixed = support::paseto("").await;
    let refused = fixed.rotate().await.unwrap_err();
    assert!(matches!(refused, RotateError::NotStored(_)), "{refused}");
    assert!(matches!(fixed.rotate_for("admin").await, Err(RotateError::NoProfile)));
    assert!(fixed.refresh_keys().await.is_ok());
}

#[actix_web::test]
async fn too_many_keys_are_refused_before_they_are_written() {
    let shelf = Shelf::with(&new_key().0);
    let paseto = program(&shelf, "keys.pending = '0s'").await;
    for _ in 0..16 {
        paseto.rotate().await.unwrap();
    }
    let refused = paseto.rotate().await.unwrap_err();
    assert!(matches!(refused, RotateError::TooMany { .. }), "{refused}");
    assert_eq!(keys(&paseto).len(), 17);
}

#[actix_web::test]
async fn a_revoked_key_is_refused_here_at_once_and_there_after_a_look() {
    let shelf = Shelf::with(&new_key().0);
    let paseto = program(&shelf, SLOW).await;
    let other = program(&shelf, SLOW).await;
    let (old, before) = (sealing(&paseto), token(&paseto));
    let revocation = paseto.revoke_key(&old).await.unwrap();
    let successor = revocation.successor.unwrap();
    assert!(!accepts(&paseto, &before).await);
    assert_eq!(sealing(&paseto), successor);
    assert_eq!(state(&paseto, &old), Some(KeyState::Revoked));
    assert!(accepts(&other, &before).await, "it has not looked yet");
    other.refresh_keys().await.unwrap();
    assert!(!accepts(&other, &before).await);
    assert!(accepts(&other, &token(&paseto)).await);
    assert!(paseto.revoke_key(&old).await.unwrap().successor.is_none(), "once is enough");
    assert_eq!(shelf.writes(), 1);
}

#[actix_web::test]
async fn the_key_that_waits_follows_a_revoked_one() {
    let shelf = Shelf::with(&new_key().0);
    let paseto = program(&shelf, SLOW).await;
    let old = sealing(&paseto);
    let next = paseto.rotate().await.unwrap();
    let revocation = paseto.revoke_key(&old).await.unwrap();
    assert_eq!(revocation.successor.as_ref(), Some(&next.id));
    assert_eq!(sealing(&paseto), next.id);
}

#[actix_web::test]
async fn a_revoked_key_that_waits_leaves_the_other_for_good() {
    let shelf = Shelf::with(&new_key().0);
    let paseto = program(&shelf, SLOW).await;
    let old = sealing(&paseto);
    let next = paseto.rotate().await.unwrap();
    assert!(paseto.revoke_key(&next.id).await.unwrap().successor.is_none());
    assert_eq!(sealing(&paseto), old);
    assert!(keys(&paseto).iter().all(|key| key.id != old || key.until.is_none()));
    program(&shelf, SLOW).await;
    let unknown = new_key().1;
    let refused = paseto.revoke_key(&unknown).await.unwrap_err();
    assert!(matches!(refused, RotateError::UnknownKey(_)), "{refused}");
}

#[actix_web::test]
async fn a_profile_has_keys_of_its_own() {
    let shelf = Shelf::with(&new_key().0);
    shelf.put("admin", &new_key().0);
    let text = "[default]\nkeys.active = 'shelf:key'\n[admin]\nkeys.active = 'shelf:admin'\n";
    let paseto = support::builder(from_toml(text).source("shelf", shelf.clone())).await;
    let rotation = paseto.rotate_for("Admin").await.unwrap();
    assert!(shelf.text("admin").contains(rotation.id.as_str()));
    assert!(!shelf.text("key").contains(rotation.id.as_str()));
    let status = paseto.key_status();
    assert_eq!((status[0].generation, status[1].generation), (1, 2));
    let json = serde_json::to_string(&status).unwrap();
    assert!(json.contains("\"state\":\"pending\"") && !json.contains("k4.local."), "{json}");
}

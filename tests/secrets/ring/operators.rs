//! What is printed of keys, and what never is.

use std::error::Error;

use actix_paseto::{IssueError, RotateError};

use super::shelf::{Mood, Shelf};
use super::talk::{SLOW, new_key, program};

fn shown(error: &dyn Error) -> String {
    let mut text = format!("{error} {error:?}");
    let mut cause = error.source();
    while let Some(error) = cause {
        text.push_str(&format!(" {error} {error:?}"));
        cause = error.source();
    }
    text
}

#[actix_web::test]
async fn nothing_shows_a_key() {
    let key = new_key();
    let shelf = Shelf::with(&key.0);
    let paseto = program(&shelf, SLOW).await;
    let rotation = paseto.rotate().await.unwrap();
    let document = shelf.text("key");
    let revocation = paseto.revoke_key(&rotation.id).await.unwrap();
    let status = paseto.key_status();
    let mut texts = vec![
        format!("{paseto:?} {rotation:?} {revocation:?} {status:?}"),
        serde_json::to_string(&(&rotation, &revocation, &status)).unwrap(),
    ];
    let canary = "k4.local.CANARYCANARYCANARYCANARYCANARYCANARYCANARYCAN";
    for text in [
        canary.to_owned(),
        document.replace(&key.0, canary),
        document.replace("\"state\"", "\"CANARY\""),
        document.replace("active", "CANARY"),
    ] {
        shelf.put("key", &text);
        let refused = [
            paseto.refresh_keys().await.unwrap_err(),
            paseto.rotate().await.unwrap_err(),
            paseto.revoke_key(&key.1).await.unwrap_err(),
        ];
        texts.extend(refused.iter().map(|error| shown(error)));
        texts.push(format!("{:?}", paseto.key_status()));
    }
    shelf.mood(Mood::Down);
    texts.push(shown(&paseto.rotate().await.unwrap_err()));
    texts.push(shown(&RotateError::UnknownKey(key.1.clone())));
    texts.push(shown(&IssueError::KeysStale(actix_paseto::kind::Purpose::Local)));
    for text in texts {
        assert!(!text.contains("CANARY") && !text.contains("k4.local."), "{text}");
    }
}

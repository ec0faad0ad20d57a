//! Keys that an operator changes.

use std::os::unix::fs::PermissionsExt as _;

use actix_paseto::Audited;
use actix_paseto::codec::LocalKey;

use crate::app::listening;
use crate::support::from_toml;

#[actix_web::test]
async fn a_rotation_and_a_revocation_are_told_by_key_id() {
    let folder = std::env::temp_dir().join(format!("paseto-audit-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    let file = folder.join("keys");
    let key = LocalKey::generate().unwrap().to_paserk();
    std::fs::write(&file, key.expose()).unwrap();
    std::fs::set_permissions(&file, std::fs::Permissions::from_mode(0o600)).unwrap();
    let lines = format!("[default]\nkeys.active = \"file:{}\"", file.display());
    let (ear, paseto, _) = listening!(from_toml(&lines));
    let rotation = paseto.rotate().await.unwrap();
    let old = rotation.retires.clone().unwrap();
    let revocation = paseto.revoke_key(&old).await.unwrap();
    let unknown = paseto.rotate_for("stuff").await;
    assert!(unknown.is_err());
    std::fs::remove_dir_all(&folder).unwrap();
    let heard: Vec<_> = ear.heard().into_iter().map(|event| event.what).collect();
    let rotated = Audited::KeyRotated { id: rotation.id, retires: rotation.retires };
    let revoked = Audited::KeyRevoked { id: revocation.id, successor: revocation.successor };
    assert_eq!(heard, [rotated, revoked]);
}

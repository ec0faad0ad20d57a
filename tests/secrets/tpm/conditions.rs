//! Passwords and registers, each alone and together.

use super::*;

#[actix_web::test]
async fn a_password_is_needed_and_tried_once() {
    let chip = Chip::start();
    let at = path(&chip.file("local.blob"));
    let source = connect(&chip, Some("hush"), &[]).await;
    set(&source, &at, CONTENT).await;
    assert_eq!(get(&source, &at).await.unwrap(), CONTENT);
    for (tries, password) in [(1, Some("CANARY-wrong")), (2, None)] {
        let other = connect(&chip, password, &[]).await;
        let error = get(&other, &at).await.unwrap_err();
        assert_eq!(sealed(&error), "the password is wrong");
        assert!(!error.is_transient());
        assert_eq!(failed_tries(&chip), tries);
    }
    assert_eq!(get(&source, &at).await.unwrap(), CONTENT);
}

#[actix_web::test]
async fn a_password_where_none_was_sealed_does_not_open() {
    let chip = Chip::start();
    let at = path(&chip.file("local.blob"));
    set(&connect(&chip, None, &[]).await, &at, CONTENT).await;
    let error = get(&connect(&chip, Some("hush"), &[]).await, &at).await.unwrap_err();
    assert_eq!(sealed(&error), "the password is wrong");
}

#[actix_web::test]
async fn changed_registers_keep_it_sealed() {
    let chip = Chip::start();
    let at = path(&chip.file("local.blob"));
    let source = connect(&chip, None, &[7, 16]).await;
    set(&source, &at, CONTENT).await;
    assert_eq!(get(&source, &at).await.unwrap(), CONTENT);
    // The file says which registers, so the settings need not.
    assert_eq!(get(&connect(&chip, None, &[]).await, &at).await.unwrap(), CONTENT);
    extend(&chip, 15);
    assert_eq!(get(&source, &at).await.unwrap(), CONTENT);
    extend(&chip, 16);
    let error = get(&source, &at).await.unwrap_err();
    assert_eq!(sealed(&error), "the values of its registers (PCRs) have changed");
    chip.tool("tpm2_pcrreset 16");
    assert_eq!(get(&source, &at).await.unwrap(), CONTENT);
    assert!(chip.is_empty());
}

#[actix_web::test]
async fn both_conditions_must_hold() {
    let chip = Chip::start();
    let at = path(&chip.file("local.blob"));
    let source = connect(&chip, Some("hush"), &[16]).await;
    set(&source, &at, CONTENT).await;
    assert_eq!(get(&source, &at).await.unwrap(), CONTENT);
    let wrong = get(&connect(&chip, Some("wrong"), &[16]).await, &at).await.unwrap_err();
    assert_eq!(sealed(&wrong), "the password is wrong");
    let without = get(&connect(&chip, None, &[16]).await, &at).await.unwrap_err();
    assert_eq!(sealed(&without), "its policy wants a password as well; set `tpm.password`");
    extend(&chip, 16);
    let changed = get(&source, &at).await.unwrap_err();
    assert_eq!(sealed(&changed), "the values of its registers (PCRs) have changed");
    assert_eq!(failed_tries(&chip), 1);
}

#[actix_web::test]
async fn a_blob_of_a_weaker_policy_is_refused() {
    let chip = Chip::start();
    let at = path(&chip.file("local.blob"));
    let source = connect(&chip, Some("hush"), &[7]).await;
    set(&connect(&chip, None, &[7]).await, &at, CONTENT).await;
    let error = get(&source, &at).await.unwrap_err();
    assert_eq!(sealed(&error), "its policy wants no password, and `tpm.password` is set");
    set(&connect(&chip, Some("hush"), &[]).await, &at, CONTENT).await;
    let error = get(&source, &at).await.unwrap_err();
    assert_eq!(sealed(&error), "it binds other registers (PCRs) than `tpm.pcrs` says");
}

#[actix_web::test]
async fn a_lockout_is_told_apart_from_a_wrong_password() {
    let chip = Chip::start();
    let at = path(&chip.file("local.blob"));
    let (source, wrong) =
        (connect(&chip, Some("hush"), &[]).await, connect(&chip, Some("wrong"), &[]).await);
    set(&source, &at, CONTENT).await;
    chip.tool("tpm2_dictionarylockout -s -n 2 -t 1000 -l 1000");
    for _ in 0..2 {
        assert_eq!(sealed(&get(&wrong, &at).await.unwrap_err()), "the password is wrong");
    }
    let lockout = "the TPM is in lockout after too many wrong passwords";
    assert_eq!(sealed(&get(&source, &at).await.unwrap_err()), lockout);
    chip.tool("tpm2_dictionarylockout -c");
    assert_eq!(get(&source, &at).await.unwrap(), CONTENT);
}

fn extend(chip: &Chip, register: u8) {
    let digest = "11".repeat(32);
    chip.tool(&format!("tpm2_pcrextend {register}:sha256={digest}"));
}

fn failed_tries(chip: &Chip) -> u32 {
    let properties = chip.tool("tpm2_getcap properties-variable");
    let line = properties.lines().find(|line| line.contains("TPM2_PT_LOCKOUT_COUNTER")).unwrap();
    let digits = line.rsplit("0x").next().unwrap();
    u32::from_str_radix(digits.trim(), 16).unwrap()
}

//! Both ways between us and tpm2-tools.

use std::fs;

use actix_paseto::secrets::TpmBlob;

use super::*;

#[actix_web::test]
async fn what_the_tools_have_sealed_we_unseal() {
    let chip = Chip::start();
    chip.primary();
    fs::write(chip.file("secret"), CONTENT).unwrap();
    chip.tool("tpm2_create -Q -C primary.ctx -u plain.pub -r plain.priv -i secret");
    chip.tool("tpm2_create -Q -C primary.ctx -u key.pub -r key.priv -i secret -p hush");
    chip.flush();
    let plain = connect(&chip, None, &[]).await;
    assert_eq!(get(&plain, &path(&chip.file("plain"))).await.unwrap(), CONTENT);
    let source = connect(&chip, Some("hush"), &[]).await;
    let at = path(&chip.file("key"));
    assert_eq!(get(&source, &at).await.unwrap(), CONTENT);
    assert!(source.exists(&at).await.unwrap());
    source.delete(&at, actix_paseto::secrets::DeleteMode::Destroy).await.unwrap();
    assert!(!source.exists(&at).await.unwrap() && !chip.file("key.pub").exists());
}

#[actix_web::test]
async fn policies_of_the_tools_hold() {
    let chip = Chip::start();
    chip.primary();
    fs::write(chip.file("secret"), CONTENT).unwrap();
    policy(&chip, "");
    chip.tool("tpm2_create -Q -C primary.ctx -u one.pub -r one.priv -i secret -L policy");
    chip.flush();
    policy(&chip, "tpm2_policypassword -Q -S session.ctx -L policy");
    chip.tool(
        "tpm2_create -Q -C primary.ctx -u two.pub -r two.priv -i secret -L policy -p hush \
         -a fixedtpm|fixedparent",
    );
    chip.flush();
    let one = connect(&chip, None, &[16]).await;
    assert_eq!(get(&one, &path(&chip.file("one"))).await.unwrap(), CONTENT);
    let two = connect(&chip, Some("hush"), &[16]).await;
    assert_eq!(get(&two, &path(&chip.file("two"))).await.unwrap(), CONTENT);
    // Without registers in the settings there is no telling which ones it binds.
    let error = get(&connect(&chip, None, &[]).await, &path(&chip.file("one"))).await.unwrap_err();
    assert_eq!(sealed(&error), "its policy does not allow a password alone; set `tpm.pcrs`");
    assert!(chip.is_empty());
}

#[actix_web::test]
async fn what_we_have_sealed_the_tools_unseal() {
    let chip = Chip::start();
    chip.primary();
    for (password, pcrs, auth) in [
        (None, &[][..], ""),
        (Some("hush"), &[], "-p hush"),
        (None, &[16], "-p pcr:sha256:16"),
        (Some("hush"), &[16], "-p pcr:sha256:16+hush"),
    ] {
        let source = connect(&chip, password, pcrs).await;
        let blob = source.seal(&bytes(CONTENT)).await.unwrap();
        if password.is_some() && !pcrs.is_empty() {
            by_session(&chip, &blob);
        } else {
            load(&chip, &blob);
            assert_eq!(chip.tool(&format!("tpm2_unseal -c key.ctx {auth}")).as_bytes(), CONTENT);
        }
        chip.flush();
    }
}

#[actix_web::test]
async fn parts_and_bytes_are_the_same_blob() {
    let chip = Chip::start();
    let source = connect(&chip, None, &[3]).await;
    let blob = source.seal(&bytes(CONTENT)).await.unwrap();
    assert_eq!(blob.pcrs(), [3]);
    let again = TpmBlob::from_parts(blob.public(), blob.private(), &[3]).unwrap();
    assert_eq!(again, blob);
    assert_eq!(TpmBlob::from_bytes(&blob.to_bytes()).unwrap(), blob);
    assert!(TpmBlob::from_parts(blob.private(), blob.public(), &[3]).is_err());
    assert!(TpmBlob::from_parts(blob.public(), blob.private(), &[24]).is_err());
}

fn load(chip: &Chip, blob: &TpmBlob) {
    fs::write(chip.file("key.pub"), blob.public()).unwrap();
    fs::write(chip.file("key.priv"), blob.private()).unwrap();
    chip.tool("tpm2_load -Q -C primary.ctx -u key.pub -r key.priv -c key.ctx");
    chip.flush();
}

fn by_session(chip: &Chip, blob: &TpmBlob) {
    load(chip, blob);
    chip.tool("tpm2_startauthsession -Q --policy-session -S session.ctx");
    chip.tool("tpm2_policypcr -Q -S session.ctx -l sha256:16");
    chip.tool("tpm2_policypassword -Q -S session.ctx");
    let said = chip.tool("tpm2_unseal -c key.ctx -p session:session.ctx+hush");
    assert_eq!(said.as_bytes(), CONTENT);
    chip.tool("tpm2_flushcontext session.ctx");
}

fn policy(chip: &Chip, more: &str) {
    chip.tool("tpm2_startauthsession -Q -S session.ctx");
    chip.tool("tpm2_policypcr -Q -S session.ctx -l sha256:16 -L policy");
    if !more.is_empty() {
        chip.tool(more);
    }
    chip.tool("tpm2_flushcontext session.ctx");
}

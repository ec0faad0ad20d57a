//! New keys, their ids, and their public halves.

use actix_paseto::codec::{Key, LocalKey, SigningKey, VerifyingKey};
use actix_paseto::key::Identified as _;
use actix_paseto::secret::SecretText;

use crate::arguments::{Arguments, Failure};
use crate::files::{Target, read_text};

/// For secrets; what is public may be read by all.
pub(crate) const OWN: u32 = 0o600;
pub(crate) const PUBLIC: u32 = 0o644;

pub(crate) fn generate(mut arguments: Arguments) -> Result<(), Failure> {
    let (pem, target) = (arguments.flag("--pem"), Target::of(&mut arguments)?);
    match arguments.rest(1, 1)?.concat().as_str() {
        "local" if pem => Err(Failure::Usage("a local key has no PEM")),
        "local" => local(target),
        "public" => public_pair(target, pem),
        "fernet" if pem => Err(Failure::Usage("a Fernet key has no PEM")),
        "fernet" => fernet(target),
        _ => Err(Failure::Usage("a key is `local`, `public` or `fernet`")),
    }
}

fn local(target: Option<Target>) -> Result<(), Failure> {
    let key = LocalKey::generate()?;
    if let Some(target) = target {
        return save(&target, &key.to_paserk(), key.id().as_str());
    }
    println!("# {}", key.id());
    println!("active = \"{}\"", key.to_paserk().expose());
    Ok(())
}

/// The public half is for services that only check tokens.
fn public_pair(target: Option<Target>, pem: bool) -> Result<(), Failure> {
    let key = SigningKey::generate()?;
    let text = if pem { key.to_pem()? } else { key.to_paserk() };
    match target {
        Some(target) => return save(&target, &text, key.id().as_str()),
        None if pem => {
            eprintln!("{}", key.id());
            print!("{}", text.expose());
        }
        None => {
            println!("# {}", key.id());
            println!("active = \"{}\"", text.expose());
            println!("# where tokens are only checked:");
            println!("# active = \"{}\"", key.verifying_key().to_paserk());
        }
    }
    Ok(())
}

#[cfg(feature = "fernet")]
fn fernet(target: Option<Target>) -> Result<(), Failure> {
    let text = actix_paseto::toolbox::FernetKey::generate()?.to_text();
    match target {
        Some(target) => save(&target, &text, "a Fernet key"),
        None => {
            println!("{}", text.expose());
            Ok(())
        }
    }
}

#[cfg(not(feature = "fernet"))]
fn fernet(_: Option<Target>) -> Result<(), Failure> {
    Err("this build lacks the feature `fernet`".into())
}

/// A line of its own, as every editor leaves it.
fn save(target: &Target, text: &SecretText, name: &str) -> Result<(), Failure> {
    let text = text.expose().trim_ascii_end();
    let mut line = String::with_capacity(text.len() + 1);
    line.push_str(text);
    line.push('\n');
    let line = SecretText::from(line);
    target.write(line.expose().as_bytes(), OWN)?;
    eprintln!("{}: {name}", target.file().display());
    Ok(())
}

pub(crate) async fn id(arguments: Arguments) -> Result<(), Failure> {
    let files = arguments.rest(0, 1)?;
    let text = read_text(files.first().map(String::as_str)).await?;
    println!("{}", Key::from_text(text.expose())?.id());
    Ok(())
}

pub(crate) async fn public(mut arguments: Arguments) -> Result<(), Failure> {
    let (pem, target) = (arguments.flag("--pem"), Target::of(&mut arguments)?);
    let files = arguments.rest(0, 1)?;
    let key = public_key(files.first().map(String::as_str)).await?;
    let text = if pem { key.to_pem()? } else { format!("{}\n", key.to_paserk()) };
    match target {
        Some(target) => target.write(text.as_bytes(), PUBLIC)?,
        None => print!("{text}"),
    }
    Ok(())
}

/// Of a file with a public key or with the key pair.
pub(crate) async fn public_key(file: Option<&str>) -> Result<VerifyingKey, Failure> {
    match Key::from_text(read_text(file).await?.expose())? {
        Key::Signing(key) => Ok(key.verifying_key()),
        Key::Verifying(key) => Ok(key),
        Key::Local(_) => Err("a local key has no public half".into()),
    }
}

//! Makes keys and tells their ids. `cargo run --example keys -- generate local`

use std::error::Error;
use std::io::{self, Read as _};

use actix_paseto::codec::{Key, LocalKey, SigningKey};
use actix_paseto::key::Identified as _;
use actix_paseto::secret::SecretText;

const USAGE: &str = "\
usage: keys generate local      a key for v4.local tokens
       keys generate public     a key pair for v4.public tokens
       keys id                  the id of the key on standard input (PASERK or PEM)";

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match arguments.as_slice() {
        ["generate", "local"] => local(),
        ["generate", "public"] => public(),
        ["id"] => id(),
        _ => {
            eprintln!("{USAGE}");
            std::process::exit(2);
        }
    }
}

fn local() -> Result<(), Box<dyn Error>> {
    let key = LocalKey::generate()?;
    println!("# {}", key.id());
    println!("active = \"{}\"", key.to_paserk().expose());
    Ok(())
}

/// The public half is for services that only check tokens.
fn public() -> Result<(), Box<dyn Error>> {
    let key = SigningKey::generate()?;
    println!("# {}", key.id());
    println!("active = \"{}\"", key.to_paserk().expose());
    println!("# where tokens are only checked:");
    println!("# active = \"{}\"", key.verifying_key().to_paserk());
    Ok(())
}

fn id() -> Result<(), Box<dyn Error>> {
    let mut text = String::new();
    io::stdin().take(64 * 1024).read_to_string(&mut text)?;
    let text = SecretText::from(text);
    println!("{}", Key::from_text(text.expose())?.id());
    Ok(())
}

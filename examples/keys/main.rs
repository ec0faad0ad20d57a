//! What an operator does to keys by hand. `cargo run --example keys -- generate local`
//!
//! Keys leave it in files, and on standard output where `generate` is asked for nothing else; what
//! it says on standard error holds no secret.

mod arguments;
mod complaint;
mod document;
mod files;
mod make;
mod ring;
mod seal;
mod service;
mod wrap;

use std::process::ExitCode;

use arguments::{Arguments, Failure};

const USAGE: &str = "\
usage: keys generate local|public|fernet [--pem] [--to FILE]
                                a new key; as a line for paseto.toml, or bare into a file
       keys id [FILE]           the id of a key (PASERK or PEM)
       keys public [FILE] [--pem] [--to FILE]
                                the public key of a key pair
       keys jwks FILE... [--to FILE]
                                a JWKS document of public keys
       keys wrap [FILE] --key REF... --to FILE
                                wraps a file with Fernet, under the first key
       keys unwrap FILE --key REF... --to FILE
                                unwraps it with any of the keys
       keys seal [FILE] --to FILE [--pcrs 0,7] [--password REF] [--device TCTI]
                                seals a file with this machine's TPM
       keys status [--profile NAME] [--source REF]
                                the keys of a service, what each is good for, and how many
                                seconds ago (`age`) they were read
       keys rotate [--profile NAME] [--source REF]
                                a new key; the old one is kept until its tokens have died
       keys revoke ID [--profile NAME] [--source REF]
                                never accepts tokens of this key again

FILE is read from standard input if it is absent or `-`. REF says where a secret is kept, such as
`env:NAME` or `file:/run/secrets/fernet.key`. --to makes a file for its owner alone, and replaces
none without --force.

`status`, `rotate` and `revoke` read the service's paseto.toml and PASETO_ variables, so run them
where it runs, also while it runs: they leave its store of revocations alone. NAME is a profile in
the place of the default one; REF stands in for its keys.active.

exit status: 0 done, 1 failed, 2 not understood";

#[actix_web::main]
async fn main() -> ExitCode {
    match run().await {
        Ok(()) => ExitCode::SUCCESS,
        Err(Failure::Usage(mistake)) => {
            eprintln!("keys: {mistake}\nkeys --help says what there is");
            ExitCode::from(2)
        }
        Err(Failure::Other(error)) => {
            eprintln!("keys: {}", complaint::of(&*error));
            ExitCode::FAILURE
        }
    }
}

async fn run() -> Result<(), Failure> {
    let mut arguments = Arguments::of_program()?;
    match arguments.word().as_deref() {
        Some("--help" | "-h" | "help") => {
            println!("{USAGE}");
            Ok(())
        }
        Some("generate") => make::generate(arguments),
        Some("id") => make::id(arguments).await,
        Some("public") => make::public(arguments).await,
        Some("jwks") => document::jwks(arguments).await,
        Some("wrap") => wrap::wrap(arguments).await,
        Some("unwrap") => wrap::unwrap(arguments).await,
        Some("status") => ring::status(arguments).await,
        Some("rotate") => ring::rotate(arguments).await,
        Some("revoke") => ring::revoke(arguments).await,
        Some("seal") => seal::seal(arguments).await,
        Some(_) => Err(Failure::Usage("no such command")),
        None => Err(Failure::Usage("say what to do")),
    }
}

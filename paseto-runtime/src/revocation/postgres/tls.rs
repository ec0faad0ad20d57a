//! Whom a server's certificate must come from.

use std::path::Path;
use std::sync::Arc;

use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject as _;
use rustls::{ClientConfig, RootCertStore};
use tokio_postgres_rustls::MakeRustlsConnect;

use crate::revocation::SharedStoreError;

/// # Errors
///
/// [`SharedStoreError::Certificates`].
pub(super) fn connector(ca_file: Option<&Path>) -> Result<MakeRustlsConnect, SharedStoreError> {
    let roots = ca_file.map_or_else(|| Ok(system()), from_file)?;
    // Ours alone: what the application has installed for others stays as it is.
    let provider = Arc::new(rustls::crypto::aws_lc_rs::default_provider());
    let config = ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .map_err(unusable)?
        .with_root_certificates(roots)
        .with_no_client_auth();
    Ok(MakeRustlsConnect::new(config))
}

fn from_file(path: &Path) -> Result<RootCertStore, SharedStoreError> {
    let mut roots = RootCertStore::empty();
    for certificate in CertificateDer::pem_file_iter(path).map_err(unusable)? {
        roots.add(certificate.map_err(unusable)?).map_err(unusable)?;
    }
    if roots.is_empty() {
        return Err(unusable("it holds no certificate"));
    }
    Ok(roots)
}

/// Those that cannot be read are left out: a server that needs one of them is refused.
fn system() -> RootCertStore {
    let mut roots = RootCertStore::empty();
    roots.add_parsable_certificates(rustls_native_certs::load_native_certs().certs);
    roots
}

fn unusable(why: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> SharedStoreError {
    SharedStoreError::Certificates(why.into())
}

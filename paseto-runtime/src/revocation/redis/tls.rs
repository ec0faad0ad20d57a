//! Who may speak for the server.

use std::path::Path;
use std::sync::Arc;

use rustls::crypto::CryptoProvider;
use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject as _;
use rustls::{ClientConfig, RootCertStore};
use tokio_rustls::TlsConnector;

use crate::revocation::SharedStoreError;

/// With the authorities of the file, else with those of the system; with the provider that the
/// process has installed, else with ours.
pub(super) fn connector(ca_file: Option<&Path>) -> Result<TlsConnector, SharedStoreError> {
    let roots = match ca_file {
        Some(path) => roots_of(path)?,
        None => roots_of_system()?,
    };
    let installed = CryptoProvider::get_default().cloned();
    let provider =
        installed.unwrap_or_else(|| Arc::new(rustls::crypto::aws_lc_rs::default_provider()));
    let config = ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .map_err(unusable)?
        .with_root_certificates(roots)
        .with_no_client_auth();
    Ok(TlsConnector::from(Arc::new(config)))
}

fn roots_of(path: &Path) -> Result<RootCertStore, SharedStoreError> {
    let mut roots = RootCertStore::empty();
    for certificate in CertificateDer::pem_file_iter(path).map_err(unusable)? {
        roots.add(certificate.map_err(unusable)?).map_err(unusable)?;
    }
    if roots.is_empty() {
        return Err(SharedStoreError::Certificates("it holds none".into()));
    }
    Ok(roots)
}

fn roots_of_system() -> Result<RootCertStore, SharedStoreError> {
    let mut roots = RootCertStore::empty();
    roots.add_parsable_certificates(rustls_native_certs::load_native_certs().certs);
    if roots.is_empty() {
        return Err(SharedStoreError::Certificates("the system has none".into()));
    }
    Ok(roots)
}

fn unusable(error: impl std::error::Error + Send + Sync + 'static) -> SharedStoreError {
    SharedStoreError::Certificates(Box::new(error))
}

//! The tables of the backends that hold keys.

use crate::config::reader::Table;
use crate::config::settings::Settings;
use crate::config::values::{self, backends};

impl Settings {
    pub(super) fn read_backends(&mut self, root: &mut Table<'_>) {
        root.section("vault", |table| self.read_vault(table));
        root.section("aws", |table| self.read_aws(table));
        root.section("tpm", |table| self.read_tpm(table));
        root.section("fernet", |table| {
            table.read("keys", &mut self.backends.fernet.keys, backends::references);
        });
        root.section("jwks", |table| self.read_jwks(table));
    }

    fn read_vault(&mut self, table: &mut Table<'_>) {
        let vault = &mut self.backends.vault;
        table
            .read("address", &mut vault.address, values::optional_text)
            .read("mount", &mut vault.mount, values::text)
            .read("namespace", &mut vault.namespace, values::optional_text)
            .read("ca", &mut vault.ca, backends::path)
            .read("token", &mut vault.token, backends::reference)
            .read("role_id", &mut vault.role_id, values::optional_text)
            .read("secret_id", &mut vault.secret_id, backends::reference)
            .read("wrapped", &mut vault.wrapped, values::flag)
            .read("auth_mount", &mut vault.auth_mount, values::text)
            .read("timeout", &mut vault.timeout, backends::timeout);
    }

    fn read_aws(&mut self, table: &mut Table<'_>) {
        let aws = &mut self.backends.aws;
        table
            .read("region", &mut aws.region, values::optional_text)
            .read("endpoint", &mut aws.endpoint, values::optional_text)
            .read("timeout", &mut aws.timeout, backends::timeout);
    }

    fn read_tpm(&mut self, table: &mut Table<'_>) {
        let tpm = &mut self.backends.tpm;
        table
            .read("device", &mut tpm.device, values::optional_text)
            .read("password", &mut tpm.password, backends::reference)
            .read("pcrs", &mut tpm.pcrs, backends::registers);
    }

    fn read_jwks(&mut self, table: &mut Table<'_>) {
        let jwks = &mut self.backends.jwks;
        let length =
            |value: &_| values::number(value, 1_024..=super::MIB, "a number from 1024 to 1048576");
        table
            .read("issuer", &mut jwks.issuer, values::optional_text)
            .read("host", &mut jwks.host, values::optional_text)
            .read("ca", &mut jwks.ca, backends::path)
            .read("max_length", &mut jwks.max_length, length)
            .read("timeout", &mut jwks.timeout, backends::timeout);
    }
}

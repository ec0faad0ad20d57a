//! moto's server, and boto3 beside it.

use std::time::Duration;

use actix_paseto::secret::SecretText;
use actix_paseto::secrets::{AwsSettings, AwsSource};

use crate::server::{Folder, Server, free_port, installed, listens, program};

pub(crate) const KEY_ID: &str = "AKIATEST";
pub(crate) const KEY: &str = "testtesttest";

pub(crate) struct Moto {
    pub(crate) server: Server,
    pub(crate) port: u16,
}

impl Moto {
    pub(crate) fn start() -> Self {
        let port = free_port();
        let command = move || {
            let mut command = program(installed("moto").join("bin/moto_server"));
            command.args(["-H", "127.0.0.1", "-p", &port.to_string()]);
            command
        };
        let server = Server::start("moto", Folder::new("moto"), command, move || listens(port));
        Self { server, port }
    }

    pub(crate) async fn source(&self) -> AwsSource {
        source(&settings(self.port)).await
    }

    /// What boto3 prints. `sm` is its client of Secrets Manager, `iam` that of IAM.
    pub(crate) fn boto3(&self, script: &str) -> String {
        let start = format!(
            "import boto3, json, urllib.request\n\
             url = 'http://127.0.0.1:{}'\n\
             known = dict(endpoint_url=url, region_name='us-east-1',\n\
             aws_access_key_id='{KEY_ID}', aws_secret_access_key='{KEY}')\n\
             sm = boto3.client('secretsmanager', **known)\n\
             iam = boto3.client('iam', **known)\n",
            self.port
        );
        let python = installed("moto").join("bin/python");
        let output = program(python).arg("-c").arg(start + script).output().unwrap();
        let complaint = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "{complaint}");
        String::from_utf8(output.stdout).unwrap().trim_end().to_owned()
    }
}

/// Of a server on this port.
pub(crate) fn settings(port: u16) -> AwsSettings {
    let mut settings = AwsSettings::default();
    settings.region = Some("us-east-1".to_owned());
    settings.endpoint = Some(format!("http://127.0.0.1:{port}"));
    settings.timeout = Duration::from_secs(20);
    settings
}

/// One that waits as shortly as is allowed.
pub(crate) fn hasty(port: u16) -> AwsSettings {
    let mut settings = settings(port);
    settings.timeout = Duration::from_millis(500);
    settings
}

pub(crate) async fn source(settings: &AwsSettings) -> AwsSource {
    source_of(settings, KEY_ID, KEY).await
}

pub(crate) async fn source_of(settings: &AwsSettings, id: &str, key: &str) -> AwsSource {
    let key = SecretText::from(key.to_owned());
    AwsSource::with_access_key(settings, id, &key, None).await.unwrap()
}

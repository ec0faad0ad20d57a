//! One connection, on which many questions are under way at once.

use std::fmt;
use std::sync::Arc;

use redis::aio::MultiplexedConnection;
use redis::{AsyncConnectionConfig, Cmd, Pipeline, RedisConnectionInfo, Value};
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::task::AbortHandle;

use super::scripts::Call;
use super::told::{SENSELESS, Told, must};
use super::trouble::Trouble;

/// Questions that wait to be sent; beyond, who asks waits.
const QUEUE: usize = 1_024;

/// The script was not there: nothing has been done.
pub(super) const UNKNOWN: &str = "NOSCRIPT";

/// Closed once the last handle is dropped. To ask takes no runtime: who drops a question leaves
/// nothing behind but an answer that nobody reads.
#[derive(Clone)]
pub(super) struct Wire {
    connection: MultiplexedConnection,
    _driver: Arc<Driver>,
}

struct Driver(AbortHandle);

impl Drop for Driver {
    fn drop(&mut self) {
        self.0.abort();
    }
}

impl fmt::Debug for Wire {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Wire")
    }
}

impl Wire {
    /// To be called on the engine, where the connection then lives.
    pub(super) async fn over<S>(stream: S, login: &RedisConnectionInfo) -> Result<Self, Trouble>
    where
        S: AsyncRead + AsyncWrite + Unpin + Send + 'static,
    {
        let config = AsyncConnectionConfig::new()
            .set_response_timeout(None)
            .set_connection_timeout(None)
            .set_pipeline_buffer_size(QUEUE);
        let (connection, driver) =
            MultiplexedConnection::new_with_config(login, stream, config).await?;
        let driver = tokio::spawn(driver).abort_handle();
        Ok(Self { connection, _driver: Arc::new(Driver(driver)) })
    }

    /// All of them in one trip; each has its own answer.
    pub(super) async fn ask_all(
        &self,
        commands: impl IntoIterator<Item = Cmd>,
    ) -> Result<Vec<Result<Value, Trouble>>, Trouble> {
        let mut pipeline = Pipeline::new();
        for command in commands {
            pipeline.add_command(command);
        }
        let count = pipeline.len();
        let mut connection = self.connection.clone();
        let values = connection.send_packed_commands(&pipeline, 0, count).await?;
        if values.len() != count {
            return Err(SENSELESS);
        }
        Ok(values.into_iter().map(|value| value.extract_error().map_err(Trouble::from)).collect())
    }

    pub(super) async fn ask(&self, command: Cmd) -> Result<Value, Trouble> {
        let mut connection = self.connection.clone();
        Ok(connection.send_packed_command(&command).await?.extract_error()?)
    }

    pub(super) async fn run(&self, call: &Call) -> Result<Told, Trouble> {
        let told = self.ask(call.by_hash()).await;
        match told {
            Err(trouble) if trouble.says(UNKNOWN) => Told::read(self.ask(call.by_text()).await?),
            told => Told::read(told?),
        }
    }

    /// A change, and how many replicas have it within so many milliseconds.
    pub(super) async fn run_and_wait(
        &self,
        call: &Call,
        replicas: usize,
        millis: u128,
    ) -> Result<Told, Trouble> {
        let mut wait = redis::cmd("WAIT");
        wait.arg(replicas).arg(millis.to_string());
        let mut told = self.ask_all([call.by_hash(), wait.clone()]).await?;
        if matches!(told.first(), Some(Err(trouble)) if trouble.says(UNKNOWN)) {
            told = self.ask_all([call.by_text(), wait]).await?;
        }
        let mut told = told.into_iter();
        let answer = Told::read(told.next().ok_or(SENSELESS)??)?;
        let have: usize = must(told.next().ok_or(SENSELESS)??)?.parse().map_err(|_| SENSELESS)?;
        if have < replicas {
            return Err(Trouble::Senseless("too few replicas have the change"));
        }
        Ok(answer)
    }
}

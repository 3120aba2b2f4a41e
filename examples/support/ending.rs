//! How containers and processes end: by a signal, a shutdown, or their deletion.

use gcs_prot::HResult;
use gcs_prot::endpoint::{NoRoom, Notification, Reply};
use gcs_prot::message::{Empty, NULL_CONTAINER_ID, NotificationType};
use gcs_prot::rpc::Rpc;

use super::process::{LAST_SIGNAL, Processes, SIGKILL, SIGTERM, System};
use super::{Agent, Failure, send};

impl<P: Processes> Agent<P> {
    /// The request is answered before the host is notified of the end that it causes.
    pub(super) fn shut_down<R>(&mut self, id: &str, signal: i32, reply: Reply<'_, '_, R>) -> Result<(), NoRoom>
    where
        R: for<'a> Rpc<Response<'a> = Empty>,
    {
        if id == NULL_CONTAINER_ID {
            self.shut_down = true;
            return send(reply, Ok(Empty {}));
        }
        let init = match self.container(id) {
            Ok(container) if container.terminated => Err(HResult::SYSTEM_ALREADY_STOPPED.into()),
            Ok(container) => match container.init {
                Some(init) if !self.is_running(init) => Err(HResult::SYSTEM_ALREADY_STOPPED.into()),
                init => Ok(init),
            },
            Err(failure) => Err(failure),
        };
        let ending = init.as_ref().ok().copied();
        send(reply, init.map(|_| Empty {}))?;
        match ending {
            Some(Some(init)) => self.signal(init, signal),
            Some(None) => self.terminate(id, signal),
            None => {}
        }
        Ok(())
    }

    /// Ends a container that has had no process yet.
    fn terminate(&mut self, id: &str, signal: i32) {
        let Some(container) = self.containers.get_mut(id) else { return };
        container.terminated = true;
        container.exit = exit_by(signal).unwrap_or(container.exit);
        let exit = container.exit;
        // A container of a Windows guest can have processes but no first process.
        for process in self.running_in(id) {
            self.signal(process, signal);
        }
        self.sayings.extend(Notification::new(id, exit));
    }

    pub(super) fn signal_process<R>(
        &mut self,
        id: &str,
        process: u32,
        signal: i32,
        reply: Reply<'_, '_, R>,
    ) -> Result<(), NoRoom>
    where
        R: for<'a> Rpc<Response<'a> = Empty>,
    {
        let outcome = match self.running(id, process) {
            Ok(_) if !(0..=LAST_SIGNAL).contains(&signal) => {
                Err(Failure(HResult::FAIL, format!("invalid signal {signal}")))
            }
            outcome => outcome.map(|_| Empty {}),
        };
        let signalled = outcome.is_ok();
        send(reply, outcome)?;
        if signalled {
            self.signal(process, if signal == 0 { SIGKILL } else { signal });
        }
        Ok(())
    }

    pub(super) fn signal(&mut self, id: u32, signal: i32) {
        let exit = exit_by(signal);
        let container = self.containers.values_mut().find(|container| container.init == Some(id));
        if let (Some(container), Some(exit)) = (container, exit) {
            container.exit = exit;
        }
        let system = self.table.get(&id).map(|process| process.system).unwrap_or_default();
        if let Some(code) = self.processes.signal(id, signal) {
            self.ended(id, if system == System::Windows { system.exit_code(signal) } else { code });
        }
    }

    pub(super) fn delete(&mut self, id: &str) -> Result<Empty, Failure> {
        if self.container(id)?.init.is_some_and(|init| self.is_running(init)) {
            return Err(HResult::INVALID_STATE.into());
        }
        self.containers.remove(id);
        self.table.retain(|_, process| process.container != id || process.exit_code.is_none());
        Ok(Empty {})
    }
}

/// Returns how a container ends if its first process receives this signal.
fn exit_by(signal: i32) -> Option<NotificationType<'static>> {
    match signal {
        SIGTERM => Some(NotificationType::GracefulExit),
        SIGKILL => Some(NotificationType::ForcedExit),
        _ => None,
    }
}

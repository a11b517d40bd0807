//! Building what every request stands on.

use crate::config::Config;
use crate::printing::PressPrinter;
use crate::rail::RAIL;
use bricks::clock::{Clock, SystemClock};
use ground::access::proof;
use ground::db::Db;
use ground::files::Files;
use ground::web::{Clinics, Closing, House, Outside, Presence, keep_presence};
use papers::message::reach;
use press::Press;
use std::path::Path;
use std::sync::Arc;

/// Opens the database and the files in `folder`, and reads the clinic. Runs inside a tokio runtime.
pub async fn build(config: &Config, folder: &Path, demo: bool) -> Result<Arc<House>, String> {
    build_at(config, folder, demo, Arc::new(SystemClock)).await
}

/// Like `build`, with the clock given.
pub async fn build_at(config: &Config, folder: &Path, demo: bool, clock: Arc<dyn Clock>) -> Result<Arc<House>, String> {
    std::fs::create_dir_all(folder).map_err(|e| format!("{}: {e}", folder.display()))?;
    let db = Db::open(&config.place_in(folder), clock).map_err(|e| e.to_string())?;
    let secret = async {
        if !db.read(proof::has_secret).await? {
            db.write_locked(proof::keep_secret).await?;
        }
        Ok::<(), ground::db::Stop>(())
    };
    secret.await.map_err(|e| format!("{e:?}"))?;
    let public_url = config.public_url.clone().unwrap_or_else(|| format!("http://{}", config.listen));
    // The demonstration walks the whole way; what it would send stands among the messages.
    let (email, sms) = (demo || config.smtp.is_some(), demo || config.sms.is_some());
    let named = Some(public_url.clone()).filter(|_| demo || config.public_url.is_some());
    let kept = db.write_locked(move |tx| Ok(reach::keep_configured(tx, email, sms, named.as_deref())?)).await;
    kept.map_err(|e| format!("{e:?}"))?;
    let clinics = Clinics::default();
    clinics.reload(&db).await.map_err(|e| format!("{e:?}"))?;
    let files = Files::open(folder.join("files")).map_err(|e| format!("files: {e}"))?;
    let templates = folder.join("templates");
    let press = if templates.is_dir() { Press::with_template_dir(templates) } else { Press::new() };
    let house = Arc::new(House {
        db,
        clinics,
        printer: Arc::new(PressPrinter(press)),
        files,
        rail: RAIL,
        whose: papers::whose::about,
        demo,
        behind_tls: config.behind_tls,
        public_url,
        outside: Outside {
            trusted_proxies: config.trusted_proxies.clone(),
            embed_origins: config.embed_origins.clone(),
        },
        presence: Presence::default(),
        closing: Closing::default(),
    });
    tokio::spawn(keep_presence(Arc::downgrade(&house)));
    Ok(house)
}

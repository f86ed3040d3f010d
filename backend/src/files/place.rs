//! Where the bytes are: a folder or a bucket, the same to everyone else.

use std::path::Path as Folder;
use std::sync::Arc;

use bytes::Bytes;
use futures_util::{StreamExt as _, TryStreamExt as _, stream::BoxStream};
use natter_protocol::FileId;
use object_store::aws::AmazonS3Builder;
use object_store::local::LocalFileSystem;
use object_store::path::Path;
use object_store::{GetOptions, GetRange, ObjectStore, ObjectStoreExt as _, PutPayload};

use super::settings::FileSettings;

/// Objects, each named after the file that it is of. Names that people give never come here.
#[derive(Debug, Clone)]
pub struct Place {
    objects: Arc<dyn ObjectStore>,
    prefix: Path,
}

#[derive(Debug, thiserror::Error)]
pub enum PlaceError {
    #[error("the folder for files, {0}, cannot be used: {1}")]
    Folder(String, #[source] std::io::Error),
    #[error("NATTER_FILES: {0}")]
    Storage(#[from] object_store::Error),
    #[error("NATTER_FILES: {0:?} is neither a folder nor s3://bucket/prefix")]
    Unknown(String),
}

impl Place {
    /// Opens what the settings name.
    ///
    /// # Errors
    /// When the folder cannot be made, or the settings of a bucket are not whole.
    pub fn open(settings: &FileSettings, data: &Folder) -> Result<Self, PlaceError> {
        match settings.place.as_deref() {
            None => Self::folder(&data.join("files")),
            Some(place) => match place.split_once("://") {
                None => Self::folder(Folder::new(place)),
                Some(("s3", bucket)) => Self::bucket(bucket, settings),
                Some(_) => Err(PlaceError::Unknown(place.to_owned())),
            },
        }
    }

    fn folder(folder: &Folder) -> Result<Self, PlaceError> {
        std::fs::create_dir_all(folder).map_err(|e| PlaceError::Folder(folder.display().to_string(), e))?;
        // What was answered with success survives a power cut.
        let objects = LocalFileSystem::new_with_prefix(folder)?.with_fsync(true).with_automatic_cleanup(true);
        Ok(Self { objects: Arc::new(objects), prefix: Path::default() })
    }

    fn bucket(place: &str, settings: &FileSettings) -> Result<Self, PlaceError> {
        // reqwest takes the process' provider of cryptography; that there is one already is fine.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let (bucket, prefix) = place.split_once('/').unwrap_or((place, ""));
        let mut builder = AmazonS3Builder::new().with_bucket_name(bucket).with_region(&settings.region);
        if let Some(endpoint) = &settings.endpoint {
            builder = builder.with_endpoint(endpoint).with_allow_http(endpoint.starts_with("http://"));
        }
        if let (Some(key), Some(secret)) = (&settings.key, &settings.secret) {
            builder = builder.with_access_key_id(key).with_secret_access_key(&secret.0);
        }
        Ok(Self {
            objects: Arc::new(builder.build()?),
            prefix: Path::parse(prefix).map_err(object_store::Error::from)?,
        })
    }

    fn path(&self, file: FileId, object: &str) -> Path {
        self.prefix.clone().join(file.to_string()).join(object)
    }

    pub async fn put(&self, file: FileId, object: &str, bytes: Vec<Bytes>) -> object_store::Result<()> {
        let path = self.path(file, object);
        self.objects.put(&path, PutPayload::from_iter(bytes)).await.map(|_| ())
    }

    /// Bytes of an object as they come, from `start` to before `end`.
    pub async fn read(
        &self,
        file: FileId,
        object: &str,
        start: u64,
        end: u64,
    ) -> object_store::Result<BoxStream<'static, object_store::Result<Bytes>>> {
        let options = GetOptions { range: Some(GetRange::Bounded(start..end)), ..GetOptions::default() };
        let found = self.objects.get_opts(&self.path(file, object), options).await?;
        Ok(found.into_stream())
    }

    /// A small object, whole.
    pub async fn get(&self, file: FileId, object: &str) -> object_store::Result<Bytes> {
        self.objects.get(&self.path(file, object)).await?.bytes().await
    }

    pub async fn remove(&self, file: FileId, object: &str) -> object_store::Result<()> {
        self.objects.delete(&self.path(file, object)).await
    }

    /// Removes all that there is of a file, also what no row speaks of.
    pub async fn remove_all(&self, file: FileId) -> object_store::Result<()> {
        let folder = self.prefix.clone().join(file.to_string());
        let all = self.objects.list(Some(&folder)).map_ok(|object| object.location).boxed();
        let gone = self.objects.delete_stream(all);
        gone.filter(|outcome| {
            // Another gateway sweeps, too.
            let news = !matches!(outcome, Err(object_store::Error::NotFound { .. }));
            std::future::ready(news)
        })
        .try_for_each(|_| std::future::ready(Ok(())))
        .await
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::http::tests::settings;

    fn opened(place: &str, change: impl FnOnce(&mut FileSettings)) -> Result<Place, PlaceError> {
        let mut settings = settings().files;
        settings.place = Some(place.to_owned());
        change(&mut settings);
        Place::open(&settings, Folder::new("/nowhere"))
    }

    #[tokio::test]
    async fn a_bucket_is_opened_by_settings() {
        let place = opened("s3://talk/files/of/natter", |settings| {
            settings.endpoint = Some("http://127.0.0.1:9".to_owned());
            settings.key = Some("key".to_owned());
            settings.secret = Some("hidden".parse().expect("any text"));
        });
        let place = place.expect("it is opened");
        let shown = format!("{place:?}");
        assert!(shown.contains("talk"), "{shown}");
        let id = crate::fresh::file_id();
        assert_eq!(place.path(id, "0-x").to_string(), format!("files/of/natter/{id}/0-x"));
        assert!(matches!(opened("ftp://host/files", |_| {}), Err(PlaceError::Unknown(_))));
    }

    #[tokio::test]
    async fn what_is_put_is_read_and_removed() {
        let folder = tempfile::tempdir().expect("a folder");
        let place = Place::folder(folder.path()).expect("it is opened");
        let (one, other) = (crate::fresh::file_id(), crate::fresh::file_id());
        for file in [one, other] {
            place.put(file, "0-a", vec![Bytes::from("hello "), Bytes::from("world")]).await.expect("put");
        }
        let part: Vec<Bytes> =
            place.read(one, "0-a", 4, 8).await.expect("there").try_collect().await.expect("read");
        assert_eq!(part.concat(), b"o wo");
        place.remove_all(one).await.expect("removed");
        assert!(place.get(one, "0-a").await.is_err());
        assert_eq!(place.get(other, "0-a").await.expect("there"), "hello world");
        place.remove_all(one).await.expect("again is no error");
    }
}

//! Serde's attributes, as far as the wire types have them.

use syn::meta::ParseNestedMeta;
use syn::{Attribute, LitStr, Path, Result};

/// What stands for a field that is not there.
pub enum Default {
    None,
    Usual,
    Path(Path),
}

pub struct OfField {
    pub rename: Option<String>,
    pub default: Default,
    pub flatten: bool,
    pub skip: bool,
}

pub struct OfVariant {
    pub rename: Option<String>,
    /// Stands for all that are unknown.
    pub other: bool,
}

pub struct OfEnum {
    pub snake_case: bool,
    /// The field beside the others that names the variant.
    pub tag: Option<String>,
}

impl OfField {
    pub fn read(attributes: &[Attribute]) -> Result<Self> {
        let mut of = Self { rename: None, default: Default::None, flatten: false, skip: false };
        each(attributes, |meta| {
            if meta.path.is_ident("rename") {
                of.rename = Some(text(&meta)?);
            } else if meta.path.is_ident("flatten") {
                of.flatten = true;
            } else if meta.path.is_ident("skip") {
                of.skip = true;
            } else if meta.path.is_ident("default") {
                let is_usual = !meta.input.peek(syn::Token![=]);
                of.default = if is_usual {
                    Default::Usual
                } else {
                    Default::Path(meta.value()?.parse::<LitStr>()?.parse()?)
                };
            } else if meta.path.is_ident("skip_serializing_if") {
                text(&meta)?;
            } else {
                return Err(unknown(&meta));
            }
            Ok(())
        })?;
        Ok(of)
    }
}

impl OfVariant {
    pub fn read(attributes: &[Attribute]) -> Result<Self> {
        let mut of = Self { rename: None, other: false };
        each(attributes, |meta| {
            if meta.path.is_ident("rename") {
                of.rename = Some(text(&meta)?);
            } else if meta.path.is_ident("other") {
                of.other = true;
            } else {
                return Err(unknown(&meta));
            }
            Ok(())
        })?;
        Ok(of)
    }
}

impl OfEnum {
    pub fn read(attributes: &[Attribute]) -> Result<Self> {
        let mut of = Self { snake_case: false, tag: None };
        each(attributes, |meta| {
            if meta.path.is_ident("tag") {
                of.tag = Some(text(&meta)?);
            } else if meta.path.is_ident("rename_all") && text(&meta)? == "snake_case" {
                of.snake_case = true;
            } else {
                return Err(unknown(&meta));
            }
            Ok(())
        })?;
        Ok(of)
    }
}

fn each(attributes: &[Attribute], mut heed: impl FnMut(ParseNestedMeta<'_>) -> Result<()>) -> Result<()> {
    attributes
        .iter()
        .filter(|attribute| attribute.path().is_ident("serde"))
        .try_for_each(|attribute| attribute.parse_nested_meta(&mut heed))
}

fn text(meta: &ParseNestedMeta<'_>) -> Result<String> {
    Ok(meta.value()?.parse::<LitStr>()?.value())
}

fn unknown(meta: &ParseNestedMeta<'_>) -> syn::Error {
    meta.error("`Read` does not know this attribute of serde's")
}

//! `#[derive(Read)]`: see `natter_protocol::read`. It heeds those of serde's attributes that the wire types have, and
//! refuses to compile with others, so that both read the same.

mod attributes;

use proc_macro2::TokenStream;
use quote::{format_ident, quote};
use syn::{Data, DataEnum, DeriveInput, Error, Fields, FieldsNamed, Result, Variant};

use attributes::{Default, OfEnum, OfField, OfVariant};

/// Reads a struct or an enum from JSON, part by part.
#[proc_macro_derive(Read, attributes(serde))]
pub fn read(item: proc_macro::TokenStream) -> proc_macro::TokenStream {
    let item = syn::parse_macro_input!(item as DeriveInput);
    expand(&item).unwrap_or_else(|error| error.to_compile_error()).into()
}

fn expand(item: &DeriveInput) -> Result<TokenStream> {
    let name = &item.ident;
    match &item.data {
        Data::Struct(data) => match &data.fields {
            Fields::Named(fields) => {
                let (parts, names) = parts(fields)?;
                Ok(from_object(item, &quote! { #parts Some(Self { #(#names),* }) }))
            }
            Fields::Unnamed(fields) if fields.unnamed.len() == 1 => Ok(quote! {
                impl ::natter_protocol::read::Read for #name {
                    fn read(json: ::natter_protocol::read::Json) -> Option<Self> {
                        ::natter_protocol::read::Read::read(json).map(Self)
                    }
                }
            }),
            _ => Err(Error::new_spanned(item, "only structs with names, or around one value")),
        },
        Data::Enum(data) => one_of(item, data),
        Data::Union(_) => Err(Error::new_spanned(item, "no unions")),
    }
}

/// A type whose parts stand in an object: its own, or one that it shares with others.
fn from_object(item: &DeriveInput, body: &TokenStream) -> TokenStream {
    let name = &item.ident;
    quote! {
        impl ::natter_protocol::read::Parts for #name {
            fn parts(object: &mut ::natter_protocol::read::Object) -> Option<Self> { #body }
        }

        impl ::natter_protocol::read::Read for #name {
            fn read(json: ::natter_protocol::read::Json) -> Option<Self> {
                ::natter_protocol::read::Parts::parts(&mut json.object()?)
            }
        }
    }
}

/// Statements that read each field into a variable, and the variables.
fn parts(fields: &FieldsNamed) -> Result<(TokenStream, Vec<&syn::Ident>)> {
    // What shares the object comes last: a field of one's own is nobody else's.
    let (mut own, mut shared, mut names) = (TokenStream::new(), TokenStream::new(), Vec::new());
    for field in &fields.named {
        let Some(ident) = &field.ident else { continue };
        names.push(ident);
        let of = OfField::read(&field.attrs)?;
        let key = of.rename.unwrap_or_else(|| ident.to_string());
        if of.flatten {
            shared.extend(quote! { let #ident = ::natter_protocol::read::Parts::parts(object)?; });
            continue;
        }
        own.extend(match of.default {
            _ if of.skip => quote! { let #ident = ::core::default::Default::default(); },
            Default::None => quote! { let #ident = object.part(#key)?; },
            Default::Usual => quote! { let #ident = object.part_or_default(#key)?; },
            Default::Path(path) => quote! { let #ident = object.part_or(#key, #path)?; },
        });
    }
    own.extend(shared);
    Ok((own, names))
}

fn one_of(item: &DeriveInput, data: &DataEnum) -> Result<TokenStream> {
    let name = &item.ident;
    let of = OfEnum::read(&item.attrs)?;
    let (mut keys, mut arms, mut other) = (Vec::new(), Vec::new(), quote! { None });
    for variant in &data.variants {
        let ident = &variant.ident;
        let of_variant = OfVariant::read(&variant.attrs)?;
        if of_variant.other {
            other = quote! { Some(Self::#ident) };
        }
        keys.push(match of_variant.rename {
            Some(key) => key,
            None if of.snake_case => snake_case(&ident.to_string()),
            None => ident.to_string(),
        });
        let at = keys.len() - 1;
        let arm = one(variant, of.tag.is_some())?;
        arms.push(quote! { Some(#at) => { #arm } });
    }
    let which = format_ident!("which");
    let choose = quote! {
        match ::natter_protocol::read::place(&#which, &[#(#keys),*]) {
            #(#arms)*
            _ => #other,
        }
    };
    if let Some(tag) = of.tag {
        return Ok(from_object(item, &quote! { let #which = object.part::<String>(#tag)?; #choose }));
    }
    Ok(quote! {
        impl ::natter_protocol::read::Read for #name {
            fn read(json: ::natter_protocol::read::Json) -> Option<Self> {
                let (#which, content) = json.variant()?;
                let _ = &content;
                #choose
            }
        }
    })
}

fn one(variant: &Variant, is_tagged: bool) -> Result<TokenStream> {
    let ident = &variant.ident;
    match &variant.fields {
        Fields::Unit => Ok(quote! { Some(Self::#ident) }),
        Fields::Named(fields) => {
            let (parts, names) = parts(fields)?;
            let object = (!is_tagged).then(|| quote! { let object = &mut content.object()?; });
            Ok(quote! { #object #parts Some(Self::#ident { #(#names),* }) })
        }
        Fields::Unnamed(fields) if fields.unnamed.len() == 1 && !is_tagged => {
            Ok(quote! { ::natter_protocol::read::Read::read(content).map(Self::#ident) })
        }
        Fields::Unnamed(_) => Err(Error::new_spanned(variant, "only one value, and none beside a tag")),
    }
}

fn snake_case(name: &str) -> String {
    let mut snake = String::new();
    for (at, letter) in name.char_indices() {
        if letter.is_uppercase() && at > 0 {
            snake.push('_');
        }
        snake.extend(letter.to_lowercase());
    }
    snake
}

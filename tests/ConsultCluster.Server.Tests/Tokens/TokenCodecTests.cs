using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using ConsultCluster.Domain;
using ConsultCluster.Domain.Groups;
using ConsultCluster.Domain.Tokens;
using ConsultCluster.Server.Tokens;

namespace ConsultCluster.Server.Tests.Tokens;

public sealed class TokenCodecTests
{
    private static readonly DateTimeOffset Now = DateTimeOffset.FromUnixTimeSeconds(1_800_000_000);
    private static readonly TokenKey Key = TokenKey.Create();

    private static readonly TokenClaims Claims = new(
        new TokenId("t-1"),
        new GroupId("g-1"),
        new PersonId("p-1"),
        "李文 \"Li\"",
        GroupRole.Expert,
        Permissions.Publish | Permissions.Subscribe | Permissions.ShareScreen,
        TerminalKind.Browser,
        SingleUse: true,
        "aGFzaA",
        Now,
        Now + TimeSpan.FromMinutes(15));

    [Fact]
    public void Verify_OwnToken_GivesTheSameClaims()
    {
        var outcome = TokenCodec.Verify(TokenCodec.Sign(Claims, Key), Find, Now);

        Assert.Equal(Claims, outcome.Value);
    }

    [Fact]
    public void Sign_Always_SaysAlgorithmTypeAndKey()
    {
        var header = Encoding.UTF8.GetString(Base64Url.DecodeFromChars(TokenCodec.Sign(Claims, Key).Split('.')[0]));

        Assert.Equal($$"""{"alg":"ES256","typ":"consultation+jwt","kid":"{{Key.Kid}}"}""", header);
    }

    [Fact]
    public void Verify_JustExpired_IsToleratedOnlyWithinTheSkew()
    {
        var text = TokenCodec.Sign(Claims, Key);

        Assert.True(TokenCodec.Verify(text, Find, Claims.ExpiresAt + TokenCodec.ClockSkew - TimeSpan.FromSeconds(1)).Succeeded);
        Assert.Equal(RefusalCodes.TokenExpired, TokenCodec.Verify(text, Find, Claims.ExpiresAt + TokenCodec.ClockSkew).Refusal?.Code);
    }

    [Fact]
    public void Verify_OtherKeyUnderTheSameName_IsForged()
    {
        var other = TokenKey.Create();
        var text = Resign(TokenCodec.Sign(Claims, Key), other);

        Assert.Equal(RefusalCodes.TokenForged, Refused(text));
    }

    [Fact]
    public void Verify_UnknownKeyName_IsForged() =>
        Assert.Equal(RefusalCodes.TokenForged, Refused(TokenCodec.Sign(Claims, TokenKey.Create())));

    [Theory]
    [InlineData("""{"alg":"none","typ":"consultation+jwt","kid":"KID"}""")]
    [InlineData("""{"alg":"HS256","typ":"consultation+jwt","kid":"KID"}""")]
    [InlineData("""{"alg":"ES384","typ":"consultation+jwt","kid":"KID"}""")]
    [InlineData("""{"alg":"es256","typ":"consultation+jwt","kid":"KID"}""")]
    [InlineData("""{"alg":"ES256","typ":"JWT","kid":"KID"}""")]
    [InlineData("""{"alg":"ES256","typ":"consultation+jwt"}""")]
    [InlineData("""{"alg":"ES256","kid":"KID"}""")]
    [InlineData("""{"typ":"consultation+jwt","kid":"KID"}""")]
    [InlineData("""{"alg":"ES256","typ":"consultation+jwt","kid":"KID","crit":["exp"]}""")]
    [InlineData("""{"alg":"ES256","typ":"consultation+jwt","kid":"KID","jku":"https://example.org/keys"}""")]
    [InlineData("""{"alg":"ES256","typ":"consultation+jwt","kid":["KID"]}""")]
    public void Verify_OtherHeaderWithGoodSignature_IsForged(string header)
    {
        var text = SignRaw(header.Replace("KID", Key.Kid, StringComparison.Ordinal), Payload());

        Assert.Equal(RefusalCodes.TokenForged, Refused(text));
    }

    [Fact]
    public void Verify_AlgNoneWithoutSignature_IsForged()
    {
        var header = Encode($$"""{"alg":"none","typ":"consultation+jwt","kid":"{{Key.Kid}}"}""");

        Assert.Equal(RefusalCodes.TokenForged, Refused($"{header}.{Encode(Payload())}."));
    }

    [Fact]
    public void Verify_HmacWithThePublicKeyAsSecret_IsForged()
    {
        var input = Encode($$"""{"alg":"HS256","typ":"consultation+jwt","kid":"{{Key.Kid}}"}""") + "." + Encode(Payload());
        using var key = ECDsa.Create();
        key.ImportPkcs8PrivateKey(Key.Export(), out _);
        var mac = HMACSHA256.HashData(key.ExportSubjectPublicKeyInfo(), Encoding.ASCII.GetBytes(input));

        Assert.Equal(RefusalCodes.TokenForged, Refused($"{input}.{Base64Url.EncodeToString(mac)}"));
    }

    [Fact]
    public void Verify_SignatureInDerForm_IsForged()
    {
        var input = TokenCodec.Sign(Claims, Key)[..TokenCodec.Sign(Claims, Key).LastIndexOf('.')];
        using var key = ECDsa.Create();
        key.ImportPkcs8PrivateKey(Key.Export(), out _);
        var der = key.SignData(Encoding.ASCII.GetBytes(input), HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence);

        Assert.Equal(RefusalCodes.TokenForged, Refused($"{input}.{Base64Url.EncodeToString(der)}"));
    }

    [Fact]
    public void Verify_AllZeroSignature_IsForged()
    {
        var text = TokenCodec.Sign(Claims, Key);

        Assert.Equal(RefusalCodes.TokenForged, Refused(text[..(text.LastIndexOf('.') + 1)] + Base64Url.EncodeToString(new byte[64])));
    }

    [Fact]
    public void Verify_AnyChangedCharacter_IsRefused()
    {
        var text = TokenCodec.Sign(Claims, Key);
        for (var i = 0; i < text.Length; i++)
        {
            var changed = text[..i] + (text[i] == 'A' ? 'B' : 'A') + text[(i + 1)..];

            Assert.False(TokenCodec.Verify(changed, Find, Now).Succeeded, $"character {i}");
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("a")]
    [InlineData("a.b")]
    [InlineData("..")]
    [InlineData("a.b.c.d")]
    [InlineData("e30=.e30.e30")]
    [InlineData("e30 .e30.e30")]
    [InlineData("bnVsbA.e30.e30")]
    [InlineData("e30K.e30.%%%%")]
    public void Read_NoCompactJws_IsMissingOrMalformed(string text)
    {
        var code = TokenCodec.Read(text, Find).Refusal?.Code;

        Assert.Equal(text.Length == 0 ? RefusalCodes.TokenMissing : code is RefusalCodes.TokenForged ? code : RefusalCodes.TokenMalformed, code);
        Assert.NotNull(code);
    }

    [Fact]
    public void Read_LongerThanFourKiB_IsMalformedWithoutAnyWork()
    {
        var asked = false;

        var outcome = TokenCodec.Read(TokenCodec.Sign(Claims, Key) + new string('A', 4096), _ =>
        {
            asked = true;
            return Key;
        });

        Assert.Equal(RefusalCodes.TokenMalformed, outcome.Refusal?.Code);
        Assert.False(asked);
    }

    [Fact]
    public void Read_DuplicateHeaderMember_IsMalformed()
    {
        var text = SignRaw($$"""{"alg":"ES256","typ":"consultation+jwt","kid":"{{Key.Kid}}","alg":"none"}""", Payload());

        Assert.Equal(RefusalCodes.TokenMalformed, Refused(text));
    }

    [Theory]
    [InlineData("\"exp\":1800000900", "\"exp\":\"1800000900\"")]
    [InlineData("\"exp\":1800000900", "\"exp\":1e400")]
    [InlineData("\"exp\":1800000900", "\"exp\":-1")]
    [InlineData("\"exp\":1800000900", "\"exp\":99999999999999")]
    [InlineData("\"exp\":1800000900", "\"other\":1")]
    [InlineData("\"grp\":\"g-1\"", "\"grp\":\"../../etc\"")]
    [InlineData("\"grp\":\"g-1\"", "\"grp\":\"g-1\",\"grp\":\"g-2\"")]
    [InlineData("\"role\":\"expert\"", "\"role\":\"king\"")]
    [InlineData("\"perm\":[", "\"perm\":[\"everything\",")]
    [InlineData("\"once\":true", "\"once\":1")]
    public void Read_SignedButWrongClaims_IsMalformed(string from, string to)
    {
        var payload = Payload();
        Assert.Contains(from, payload, StringComparison.Ordinal);

        Assert.Equal(RefusalCodes.TokenMalformed, Refused(SignRaw(Header(), payload.Replace(from, to, StringComparison.Ordinal))));
    }

    private static TokenKey? Find(string kid) => kid == Key.Kid ? Key : null;

    private static string? Refused(string text) => TokenCodec.Verify(text, Find, Now).Refusal?.Code;

    private static string Header() => $$"""{"alg":"ES256","typ":"consultation+jwt","kid":"{{Key.Kid}}"}""";

    private static string Payload() =>
        Encoding.UTF8.GetString(Base64Url.DecodeFromChars(TokenCodec.Sign(Claims, Key).Split('.')[1]));

    private static string Encode(string json) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(json));

    private static string SignRaw(string header, string payload)
    {
        var input = Encode(header) + "." + Encode(payload);
        return input + "." + Base64Url.EncodeToString(Key.Sign(Encoding.ASCII.GetBytes(input)));
    }

    private static string Resign(string text, TokenKey key)
    {
        var input = text[..text.LastIndexOf('.')];
        return input + "." + Base64Url.EncodeToString(key.Sign(Encoding.ASCII.GetBytes(input)));
    }
}

using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace ConsultCluster.Server.Tokens;

/// <summary>Names a public key by its contents (RFC 7638).</summary>
internal static class JsonWebKeyThumbprint
{
    public static string Of(ECDsa key)
    {
        var point = key.ExportParameters(includePrivateParameters: false).Q;
        var x = Base64Url.EncodeToString(point.X);
        var y = Base64Url.EncodeToString(point.Y);
        var json = $$"""{"crv":"P-256","kty":"EC","x":"{{x}}","y":"{{y}}"}""";
        return Base64Url.EncodeToString(SHA256.HashData(Encoding.UTF8.GetBytes(json)));
    }
}

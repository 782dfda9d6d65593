using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using ConsultCluster.Domain;

namespace ConsultCluster.Server.Api;

/// <summary>Fresh ids: 128 random bits, base64url.</summary>
internal static class NewId
{
    private const int Bytes = 16;

    public static PersonId Person() => new("p-" + Text());

    /// <summary>A person without an account, for whom a token is issued: the same one for the same request.</summary>
    public static PersonId Guest(GroupId group, PersonId issuer, RequestId request) => new("guest-" + Hash($"guest\n{group}\n{issuer}\n{request}"));

    public static TokenId Token() => new("t-" + Text());

    /// <summary>The token of a request: always the same one, so that asking twice cannot make two.</summary>
    public static TokenId Token(GroupId group, PersonId issuer, RequestId request) => new("t-" + Hash($"token\n{group}\n{issuer}\n{request}"));

    public static RequestId Request() => new("r-" + Text());

    public static string Session() => Text();

    /// <summary>The group that serves a request: always the same one, so that asking twice cannot make two.</summary>
    public static GroupId Group(PersonId applicant, RequestId request) => new("g-" + Hash($"{applicant}\n{request}"));

    private static string Hash(string text) => Base64Url.EncodeToString(SHA256.HashData(Encoding.UTF8.GetBytes(text)).AsSpan(0, Bytes));

    private static string Text() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(Bytes));
}

using System.Security.Cryptography;
using ConsultCluster.Ports.Stores;

namespace ConsultCluster.Server.Auth;

/// <summary>Passwords that an administrator hands over: random, easy to read aloud, good for the first sign-in.</summary>
internal static class OneTimePassword
{
    /// <summary>A password not used within a week went to nobody.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromDays(7);

    /// <summary>Without those that are taken for one another: 0 o, 1 l i.</summary>
    private const string Alphabet = "23456789abcdefghjkmnpqrstuvwxyz";

    private const int Groups = 4;
    private const int GroupLength = 4;

    /// <summary>Such as <c>k7pm-3xqd-9rwt-h4zc</c>: 79 bits.</summary>
    public static string Create() =>
        string.Join('-', Enumerable.Range(0, Groups).Select(_ => RandomNumberGenerator.GetString(Alphabet, GroupLength)));

    /// <summary>The change that hands it to its owner.</summary>
    /// <param name="hash">Its hash.</param>
    public static NewPassword Edit(string hash, DateTimeOffset now) => new(hash, now + Lifetime);
}

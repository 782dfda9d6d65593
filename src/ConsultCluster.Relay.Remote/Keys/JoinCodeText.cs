using System.Security.Cryptography;
using System.Text;

namespace ConsultCluster.Relay.Remote.Keys;

/// <summary>
/// A one-time join code: six groups of five characters without 0, 1, I, L, O and U, which are easily mistaken. The first group names the code, the others are the secret: 122
/// bits, because a recorded proof can be tested offline.
/// </summary>
/// <param name="Id">The first group.</param>
/// <param name="Key">Proves the code.</param>
/// <param name="Text">The whole code, such as <c>K7M2P-…</c>.</param>
public sealed record JoinCodeText(string Id, NodeKey Key, string Text)
{
    private const string Alphabet = "23456789ABCDEFGHJKMNPQRSTVWXYZ";
    private const int GroupLength = 5;
    private const int Groups = 6;

    /// <summary>A new code.</summary>
    public static JoinCodeText Create() => Parse(RandomNumberGenerator.GetString(Alphabet, GroupLength * Groups))!;

    /// <summary>A code as a person typed it: case, blanks and dashes do not matter; null for anything else.</summary>
    public static JoinCodeText? Parse(string? text)
    {
        var plain = string.Concat((text ?? string.Empty).Where(c => c != '-' && !char.IsWhiteSpace(c))).ToUpperInvariant();
        return plain.Length == GroupLength * Groups && plain.All(Alphabet.Contains)
            ? new JoinCodeText(plain[..GroupLength], NodeKey.Of(VerifierOf(plain)), string.Join('-', plain.Chunk(GroupLength).Select(group => new string(group))))
            : null;
    }

    /// <summary>What a server keeps of the code, 32 bytes: it proves the code, but does not show it.</summary>
    public byte[] Verifier() => VerifierOf(Text.Replace("-", string.Empty, StringComparison.Ordinal));

    private static byte[] VerifierOf(string plain) => SHA256.HashData(Encoding.UTF8.GetBytes("consultcluster-join-code\n" + plain));
}

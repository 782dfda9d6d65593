namespace ConsultCluster.Media.Ice;

/// <summary>ICE user fragment and password (RFC 8839 §5.4).</summary>
public sealed record IceCredentials(string UserFragment, string Password)
{
    /// <summary>72 bits: collisions on one relay are practically impossible.</summary>
    private const int FragmentLength = 12;

    /// <summary>144 bits; at least 128 are required (RFC 8839 §5.4).</summary>
    private const int PasswordLength = 24;

    /// <summary>The 64 characters of <c>ice-char</c>.</summary>
    private const string IceCharacters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

    /// <summary>Creates random credentials.</summary>
    public static IceCredentials Create(IRandomSource random)
    {
        Span<byte> bytes = stackalloc byte[FragmentLength + PasswordLength];
        random.Fill(bytes);
        Span<char> text = stackalloc char[bytes.Length];
        for (var i = 0; i < bytes.Length; i++)
        {
            text[i] = IceCharacters[bytes[i] & 63];
        }

        return new(new string(text[..FragmentLength]), new string(text[FragmentLength..]));
    }

    /// <summary>The user fragment only, so that no password gets into a log.</summary>
    public override string ToString() => UserFragment;
}

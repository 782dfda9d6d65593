using System.Text;

namespace ConsultCluster.Media.Ice;

/// <summary>Credentials of both sides for checks in either direction. They are <c>ice-char</c>s, so ASCII.</summary>
internal sealed class IceKeys(IceCredentials local, IceCredentials remote)
{
    /// <summary>Longest password and longest user fragment (RFC 8839 §5.4).</summary>
    public const int MaxLength = 256;

    /// <summary>Longest USERNAME.</summary>
    public const int MaxUsername = MaxLength + 1 + MaxLength;

    /// <summary>
    /// True for the USERNAME of the peer's checks: our fragment, a colon, the peer's fragment (RFC 8445 §7.2.2).
    /// </summary>
    public bool IsUsername(ReadOnlySpan<byte> username)
    {
        var colon = local.UserFragment.Length;
        return username.Length == colon + 1 + remote.UserFragment.Length
            && username[colon] == ':'
            && Ascii.Equals(username[..colon], local.UserFragment)
            && Ascii.Equals(username[(colon + 1)..], remote.UserFragment);
    }

    /// <summary>The key of the peer's checks and of our answers.</summary>
    public ReadOnlySpan<byte> ReadPassword(Span<byte> buffer) => buffer[..Encoding.ASCII.GetBytes(local.Password, buffer)];

    /// <summary>The USERNAME of our checks.</summary>
    public ReadOnlySpan<byte> ReadRemoteUsername(Span<byte> buffer)
    {
        var length = Encoding.ASCII.GetBytes(remote.UserFragment, buffer);
        buffer[length++] = (byte)':';
        return buffer[..(length + Encoding.ASCII.GetBytes(local.UserFragment, buffer[length..]))];
    }

    /// <summary>The key of our checks and of the peer's answers.</summary>
    public ReadOnlySpan<byte> ReadRemotePassword(Span<byte> buffer) => buffer[..Encoding.ASCII.GetBytes(remote.Password, buffer)];
}

namespace ConsultCluster.Media.Sdp;

/// <summary>One <c>a=extmap</c> line (RFC 8285 §8).</summary>
/// <param name="Id">1 to 14, as in the one-byte form.</param>
/// <param name="Direction">Direction after the slash; may be empty.</param>
/// <param name="Uri">URI of the extension.</param>
internal readonly record struct ExtensionOffer(byte Id, string Direction, string Uri)
{
    /// <summary>Largest id of the one-byte form.</summary>
    public const byte MaxOneByteId = 14;

    /// <summary>Reads the attribute's value; false when it is malformed or its id does not fit the one-byte form.</summary>
    public static bool TryParse(ReadOnlySpan<char> value, out ExtensionOffer extension)
    {
        extension = default;
        var space = value.IndexOf(' ');
        if (space < 0)
        {
            return false;
        }

        var id = value[..space];
        var slash = id.IndexOf('/');
        var direction = slash < 0 ? default : id[(slash + 1)..];
        if (!SdpNumber.TryParse(slash < 0 ? id : id[..slash], MaxOneByteId, out var number) || number == 0)
        {
            return false;
        }

        // Extension attributes may follow the URI; none of ours needs them in an answer.
        var uri = value[(space + 1)..].Trim(' ');
        var end = uri.IndexOf(' ');
        extension = new((byte)number, direction.ToString(), (end < 0 ? uri : uri[..end]).ToString());
        return true;
    }

    /// <summary>The answer: the same id, with the direction from the relay's side.</summary>
    public string ToAnswer() => Direction switch
    {
        "" => $"{Id} {Uri}",
        "sendonly" => $"{Id}/recvonly {Uri}",
        "recvonly" => $"{Id}/sendonly {Uri}",
        _ => $"{Id}/{Direction} {Uri}",
    };
}

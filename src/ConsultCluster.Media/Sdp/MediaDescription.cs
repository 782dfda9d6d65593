using System.Text;

namespace ConsultCluster.Media.Sdp;

/// <summary>One media section of a description (RFC 8866 §5.14), not interpreted.</summary>
/// <param name="Media"><c>audio</c>, <c>video</c>, <c>application</c>…</param>
/// <param name="Port">0 in a refused or bundle-only section.</param>
/// <param name="Protocol">Such as <c>UDP/TLS/RTP/SAVPF</c>.</param>
/// <param name="Formats">Payload types, separated by single spaces.</param>
public sealed record MediaDescription(string Media, int Port, string Protocol, string Formats)
{
    /// <summary>Value of the <c>c=</c> line.</summary>
    public string Connection { get; init; } = "IN IP4 0.0.0.0";

    /// <summary>The section's attributes in order.</summary>
    public List<SdpAttribute> Attributes { get; } = [];

    /// <summary>Adds an attribute.</summary>
    public void Add(string name, string value = "") => Attributes.Add(new(name, value));

    /// <summary>Value of the first attribute of that name; null when there is none.</summary>
    public string? Find(string name)
    {
        foreach (var attribute in Attributes)
        {
            if (string.Equals(attribute.Name, name, StringComparison.Ordinal))
            {
                return attribute.Value;
            }
        }

        return null;
    }

    /// <summary>The section as text, lines ended by CRLF.</summary>
    public override string ToString()
    {
        var text = new StringBuilder();
        AppendTo(text);
        return text.ToString();
    }

    internal void AppendTo(StringBuilder text)
    {
        text.Append(null, $"m={Media} {Port} {Protocol} {Formats}\r\nc={Connection}\r\n");
        foreach (var attribute in Attributes)
        {
            text.Append(attribute.ToString()).Append("\r\n");
        }
    }

    /// <summary>Reads the value of an <c>m=</c> line; false when a part is missing or the port is invalid.</summary>
    internal static bool TryParse(ReadOnlySpan<char> line, out MediaDescription? section)
    {
        section = null;
        Span<Range> parts = stackalloc Range[4];
        if (line.Split(parts, ' ', StringSplitOptions.RemoveEmptyEntries) != 4)
        {
            return false;
        }

        // "9/2" would be two consecutive ports (RFC 8866 §5.14); bundled sections do not use it.
        if (!SdpNumber.TryParse(line[parts[1]], ushort.MaxValue, out var port))
        {
            return false;
        }

        section = new(line[parts[0]].ToString(), (int)port, line[parts[2]].ToString(), line[parts[3]].Trim(' ').ToString());
        return true;
    }
}

using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace ConsultCluster.Media.Sdp;

/// <summary>A session description (RFC 8866) as uninterpreted lines, to read offers and write answers.</summary>
public sealed class SessionDescription
{
    /// <summary>Longest accepted description, in characters.</summary>
    public const int MaxLength = 256 * 1024;

    /// <summary>Limit of lines: a browser's offer with 40 sections has about 3,500.</summary>
    public const int MaxLines = 4096;

    /// <summary>Limit of media sections.</summary>
    public const int MaxSections = 64;

    /// <summary>Value of the <c>o=</c> line.</summary>
    public string Origin { get; set; } = "- 0 0 IN IP4 127.0.0.1";

    /// <summary>Session-level attributes in order.</summary>
    public List<SdpAttribute> Attributes { get; } = [];

    /// <summary>Media sections in order.</summary>
    public List<MediaDescription> Media { get; } = [];

    /// <summary>Adds a session-level attribute.</summary>
    public void Add(string name, string value = "") => Attributes.Add(new(name, value));

    /// <summary>
    /// Reads a description. Lines may end with LF alone. Times and everything else that a bundled transport does not
    /// use are skipped.
    /// </summary>
    /// <param name="refusal"><see cref="SdpRefusal.TooLarge"/> or <see cref="SdpRefusal.Malformed"/> when the result is false.</param>
    public static bool TryParse(string text, [NotNullWhen(true)] out SessionDescription? description, out SdpRefusal refusal)
    {
        description = null;
        if (text.Length > MaxLength)
        {
            refusal = SdpRefusal.TooLarge;
            return false;
        }

        var result = new SessionDescription();
        refusal = result.Read(text);
        description = refusal == SdpRefusal.None ? result : null;
        return description is not null;
    }

    /// <summary>The description as text, lines ended by CRLF.</summary>
    public override string ToString()
    {
        var text = new StringBuilder();
        text.Append(null, $"v=0\r\no={Origin}\r\ns=-\r\nt=0 0\r\n");
        foreach (var attribute in Attributes)
        {
            text.Append(attribute.ToString()).Append("\r\n");
        }

        foreach (var section in Media)
        {
            section.AppendTo(text);
        }

        return text.ToString();
    }

    private SdpRefusal Read(ReadOnlySpan<char> text)
    {
        var count = 0;
        foreach (var raw in text.Split('\n'))
        {
            var line = text[raw].TrimEnd('\r');
            if (line.IsEmpty)
            {
                continue;
            }

            if (++count > MaxLines)
            {
                return SdpRefusal.TooLarge;
            }

            if (line.Length < 2 || line[1] != '=' || HasControlCharacter(line) || (count == 1 && line is not "v=0"))
            {
                return SdpRefusal.Malformed;
            }

            if (!TryTake(line[0], line[2..]))
            {
                return Media.Count == MaxSections ? SdpRefusal.TooLarge : SdpRefusal.Malformed;
            }
        }

        return count == 0 ? SdpRefusal.Malformed : SdpRefusal.None;
    }

    private bool TryTake(char type, ReadOnlySpan<char> value)
    {
        switch (type)
        {
            case 'm':
                if (Media.Count == MaxSections || !MediaDescription.TryParse(value, out var section))
                {
                    return false;
                }

                Media.Add(section!);
                return true;
            case 'a':
                var colon = value.IndexOf(':');
                var attribute = colon < 0 ? new SdpAttribute(value.ToString()) : new(value[..colon].ToString(), value[(colon + 1)..].ToString());
                (Media.Count == 0 ? Attributes : Media[^1].Attributes).Add(attribute);
                return true;
            case 'o' when Media.Count == 0:
                Origin = value.ToString();
                return true;
            default:
                return char.IsAsciiLetterLower(type);
        }
    }

    // Parts of the offer are copied into the answer: a lone CR or NUL must not start a line there.
    private static bool HasControlCharacter(ReadOnlySpan<char> line)
    {
        foreach (var c in line)
        {
            if (char.IsControl(c) && c != '\t')
            {
                return true;
            }
        }

        return false;
    }
}

namespace ConsultCluster.Fuzz;

/// <summary>Makes hostile texts of lines out of good ones: whole lines are moved about as well as characters.</summary>
public sealed class TextMutator(int seed)
{
    private static readonly string[] Tokens =
    [
        "", " ", "  ", ":", "=", "/", ";", "*", "\r", "\n", "\0", "\t", "\u0085", "\u00e9", "\ud800", "0", "-1", "127", "128", "255", "65535", "65536",
        "4294967295", "4294967296", "99999999999999999999", "a=", "m=", "m=audio 9 UDP/TLS/RTP/SAVPF 111", "a=mid:", "a=group:BUNDLE", "apt=",
    ];

    private readonly Mutator _mutator = new(seed);

    /// <summary>For a target that wants to decide something itself.</summary>
    public Random Random => _mutator.Random;

    /// <summary>0 to <paramref name="maxLength"/> characters, mostly printable.</summary>
    public string Text(int maxLength) => string.Create(
        Random.Next(maxLength + 1), Random, static (text, random) =>
        {
            foreach (ref var c in text)
            {
                c = (char)(random.Next(20) == 0 ? random.Next(0x10000) : random.Next(10, 127));
            }
        });

    /// <summary>One of the seeds with one to six changes.</summary>
    public string Mutate(IReadOnlyList<string> seeds)
    {
        var lines = _mutator.Pick(seeds).Split("\r\n").ToList();
        var other = _mutator.Pick(seeds).Split("\r\n");
        for (var changes = Random.Next(1, 7); changes > 0; changes--)
        {
            Change(lines, other);
        }

        var text = string.Join("\r\n", lines);
        return Random.Next(8) == 0 ? text[..Random.Next(text.Length + 1)] : text;
    }

    private void Change(List<string> lines, string[] other)
    {
        if (lines.Count == 0)
        {
            lines.Add("v=0");
        }

        var at = Random.Next(lines.Count);
        switch (Random.Next(7))
        {
            case 0:
                lines.RemoveAt(at);
                break;
            case 1:
                lines.Insert(at, lines[Random.Next(lines.Count)]);
                break;
            case 2:
                lines.Insert(at, _mutator.Pick(other));
                break;
            case 3:
                (lines[at], lines[0]) = (lines[0], lines[at]);
                break;
            case 4:
                lines.RemoveRange(at, Random.Next(Math.Min(lines.Count - at, 20) + 1));
                break;
            default:
                lines[at] = Change(lines[at]);
                break;
        }
    }

    private string Change(string line)
    {
        var at = Random.Next(line.Length + 1);
        var to = Random.Next(at, Math.Min(line.Length, at + 8) + 1);
        return Random.Next(3) switch
        {
            0 => string.Concat(line.AsSpan(0, at), _mutator.Pick(Tokens), line.AsSpan(to)),
            1 => line[..at],
            _ => string.Concat(line.AsSpan(0, to), line.AsSpan(at)),
        };
    }
}

using System.Buffers.Binary;

namespace ConsultCluster.Fuzz;

/// <summary>Makes hostile inputs out of good ones: the same ones each run for the same seed.</summary>
public sealed class Mutator(int seed)
{
    private static readonly byte[] Edges = [0x00, 0x01, 0x7F, 0x80, 0xFF];
    private static readonly ushort[] WideEdges = [0, 1, 4, 0x7FFF, 0x8000, 0xFFFC, 0xFFFF];

    /// <summary>For a target that wants to decide something itself.</summary>
    public Random Random { get; } = new(seed);

    /// <summary>0 to <paramref name="maxLength"/> random bytes.</summary>
    public byte[] Bytes(int maxLength)
    {
        var bytes = new byte[Random.Next(maxLength + 1)];
        Random.NextBytes(bytes);
        return bytes;
    }

    /// <summary>One of the seeds.</summary>
    public T Pick<T>(IReadOnlyList<T> seeds) => seeds[Random.Next(seeds.Count)];

    /// <summary>One of the seeds with one to four changes: truncated, extended, flipped, overwritten, cut, repeated, spliced with another.</summary>
    public byte[] Mutate(IReadOnlyList<byte[]> seeds)
    {
        var bytes = Pick(seeds).ToArray();
        for (var changes = Random.Next(1, 5); changes > 0; changes--)
        {
            bytes = Change(bytes, Pick(seeds));
        }

        return bytes;
    }

    private byte[] Change(byte[] bytes, byte[] other)
    {
        var at = Random.Next(bytes.Length + 1);
        var rest = bytes.Length - at;
        switch (Random.Next(9))
        {
            case 0:
                return bytes[..at];
            case 1:
                return [.. bytes, .. Bytes(16)];
            case 2 when rest > 0:
                bytes[at] ^= (byte)(1 << Random.Next(8));
                return bytes;
            case 3 when rest > 0:
                bytes[at] = Pick(Edges);
                return bytes;
            case 4 when rest > 1:
                BinaryPrimitives.WriteUInt16BigEndian(bytes.AsSpan(at), Pick(WideEdges));
                return bytes;
            case 5 when rest > 0:
                Random.NextBytes(bytes.AsSpan(at, Random.Next(Math.Min(rest, 8)) + 1));
                return bytes;
            case 6:
                return [.. bytes[..at], .. bytes[(at + Random.Next(rest + 1))..]];
            case 7:
                return [.. bytes[..at], .. bytes[Random.Next(at + 1)..]];
            default:
                return [.. bytes[..at], .. other[Random.Next(other.Length + 1)..]];
        }
    }
}

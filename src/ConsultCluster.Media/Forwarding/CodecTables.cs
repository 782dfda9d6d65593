using System.Collections.Immutable;
using ConsultCluster.Media.Sdp;

namespace ConsultCluster.Media.Forwarding;

/// <summary>
/// Shares one table among sections with equal codecs: terminals with the same browser offer the same, and a table takes
/// kilobytes.
/// </summary>
internal sealed class CodecTables
{
    /// <summary>
    /// Enough for browser versions with a few kinds of section each. Beyond it the cache is cleared, so varying offers
    /// cannot make it grow.
    /// </summary>
    private const int MaxTables = 256;

    private readonly Dictionary<ImmutableArray<NegotiatedCodec>, CodecTable> _tables = new(new SameCodecs());

    /// <summary>The table of these codecs. Its list of codecs is equal, and shared as well.</summary>
    public CodecTable TableOf(ImmutableArray<NegotiatedCodec> codecs)
    {
        if (!_tables.TryGetValue(codecs, out var table))
        {
            if (_tables.Count == MaxTables)
            {
                _tables.Clear();
            }

            table = new(codecs);
            _tables.Add(codecs, table);
        }

        return table;
    }

    private sealed class SameCodecs : IEqualityComparer<ImmutableArray<NegotiatedCodec>>
    {
        public bool Equals(ImmutableArray<NegotiatedCodec> first, ImmutableArray<NegotiatedCodec> second) =>
            first.AsSpan().SequenceEqual(second.AsSpan());

        public int GetHashCode(ImmutableArray<NegotiatedCodec> codecs)
        {
            var hash = default(HashCode);
            foreach (var codec in codecs)
            {
                hash.Add(codec);
            }

            return hash.ToHashCode();
        }
    }
}

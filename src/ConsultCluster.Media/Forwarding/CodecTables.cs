using System.Collections.Immutable;
using ConsultCluster.Media.Sdp;

namespace ConsultCluster.Media.Forwarding;

/// <summary>Lets sections with the same codecs share one table: all terminals with one browser offer the same, and a table is kilobytes.</summary>
internal sealed class CodecTables
{
    /// <summary>Browsers and their versions with a few kinds of section each. Who offers something else each time makes us forget, not grow.</summary>
    private const int MaxTables = 256;

    private readonly Dictionary<ImmutableArray<NegotiatedCodec>, CodecTable> _tables = new(new SameCodecs());

    /// <summary>The table of these codecs. Its own list is equal, and shared as well.</summary>
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

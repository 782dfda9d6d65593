using System.Buffers.Text;
using System.Text;

namespace ConsultCluster.Benchmarks.Peers.Rtpengine;

/// <summary>Reads what <see cref="BencodeWriter"/> describes.</summary>
internal ref struct BencodeReader
{
    private const int MaxDepth = 16;

    private ReadOnlySpan<byte> _rest;
    private int _depth;

    private BencodeReader(ReadOnlySpan<byte> encoded)
    {
        _rest = encoded;
    }

    /// <summary>Reads one value that takes the whole buffer.</summary>
    /// <returns>False when it is malformed, nested deeper than 16, or followed by something.</returns>
    public static bool TryRead(ReadOnlySpan<byte> encoded, out object value)
    {
        var reader = new BencodeReader(encoded);
        return reader.TryRead(out value) && reader._rest.IsEmpty;
    }

    private bool TryRead(out object value)
    {
        value = "";
        if (_rest.IsEmpty || _depth == MaxDepth)
        {
            return false;
        }

        switch (_rest[0])
        {
            case (byte)'i':
                return TryReadNumber(out value);
            case (byte)'l':
                return TryReadList(out value);
            case (byte)'d':
                return TryReadDictionary(out value);
            default:
                var succeeded = TryReadText(out var text);
                value = text;
                return succeeded;
        }
    }

    private bool TryReadNumber(out object value)
    {
        value = 0L;
        if (!Utf8Parser.TryParse(_rest[1..], out long number, out var digits) || !IsAt(1 + digits, 'e'))
        {
            return false;
        }

        _rest = _rest[(digits + 2)..];
        value = number;
        return true;
    }

    private bool TryReadText(out string text)
    {
        text = "";
        if (!Utf8Parser.TryParse(_rest, out uint length, out var digits) || !IsAt(digits, ':') || length > _rest.Length - digits - 1)
        {
            return false;
        }

        text = Encoding.UTF8.GetString(_rest.Slice(digits + 1, (int)length));
        _rest = _rest[(digits + 1 + (int)length)..];
        return true;
    }

    private bool TryReadList(out object value)
    {
        var list = new List<object>();
        value = list;
        Enter();
        while (!IsAt(0, 'e'))
        {
            if (!TryRead(out var item))
            {
                return false;
            }

            list.Add(item);
        }

        Leave();
        return true;
    }

    private bool TryReadDictionary(out object value)
    {
        var dictionary = new Dictionary<string, object>(StringComparer.Ordinal);
        value = dictionary;
        Enter();
        while (!IsAt(0, 'e'))
        {
            if (!TryReadText(out var key) || !TryRead(out var item) || !dictionary.TryAdd(key, item))
            {
                return false;
            }
        }

        Leave();
        return true;
    }

    private void Enter()
    {
        _depth++;
        _rest = _rest[1..];
    }

    private void Leave()
    {
        _depth--;
        _rest = _rest[1..];
    }

    private readonly bool IsAt(int index, char mark) => index < _rest.Length && _rest[index] == mark;
}

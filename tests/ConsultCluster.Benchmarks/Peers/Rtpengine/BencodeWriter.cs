using System.Globalization;
using System.Text;

namespace ConsultCluster.Benchmarks.Peers.Rtpengine;

/// <summary>
/// Writes the encoding of the ng protocol (BEP 3): a value is a <see cref="string"/>, a <see cref="long"/>, a list of values or a
/// dictionary from string to value.
/// </summary>
internal static class BencodeWriter
{
    public static byte[] Write(object value)
    {
        using var output = new MemoryStream();
        Write(output, value);
        return output.ToArray();
    }

    private static void Write(MemoryStream output, object value)
    {
        switch (value)
        {
            case string text:
                var bytes = Encoding.UTF8.GetBytes(text);
                output.Write(Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{bytes.Length}:")));
                output.Write(bytes);
                break;
            case long number:
                output.Write(Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"i{number}e")));
                break;
            case IReadOnlyDictionary<string, object> dictionary:
                output.WriteByte((byte)'d');
                foreach (var (key, item) in dictionary.OrderBy(pair => pair.Key, StringComparer.Ordinal))
                {
                    Write(output, key);
                    Write(output, item);
                }

                output.WriteByte((byte)'e');
                break;
            case IEnumerable<object> list:
                output.WriteByte((byte)'l');
                foreach (var item in list)
                {
                    Write(output, item);
                }

                output.WriteByte((byte)'e');
                break;
            default:
                throw new ArgumentException($"{value.GetType()} has no encoding.", nameof(value));
        }
    }
}

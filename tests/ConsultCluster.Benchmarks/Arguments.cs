using System.Globalization;

namespace ConsultCluster.Benchmarks;

/// <summary>A mode's command line: <c>--name value</c> pairs and flags.</summary>
internal sealed class Arguments(string[] args)
{
    public bool Has(string flag) => args.Contains(flag, StringComparer.Ordinal);

    /// <exception cref="FormatException">It is not a number in that range; the message says so.</exception>
    public int Number(string name, int standard, int min, int max)
    {
        var text = Text(name, standard.ToString(CultureInfo.InvariantCulture));
        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value) && value >= min && value <= max
            ? value
            : throw new FormatException($"{name} must be a number from {min} to {max}, not '{text}'.");
    }

    /// <exception cref="FormatException">The name stands there without a value.</exception>
    public string Text(string name, string standard)
    {
        var index = Array.IndexOf(args, name);
        return index < 0 ? standard : index + 1 < args.Length ? args[index + 1] : throw new FormatException($"{name} needs a value.");
    }
}

using System.Globalization;

namespace ConsultCluster.Contracts;

/// <summary>The set flags of an enum as a list of names, in the order of their values.</summary>
public static class FlagWords<T>
    where T : struct, Enum
{
    private static readonly T[] Single = [.. Enum.GetValues<T>().Where(flag => Number(flag) != 0)];

    /// <summary>The names of the set flags.</summary>
    public static string[] Write(T flags) => [.. Single.Where(flag => flags.HasFlag(flag)).Select(EnumWords<T>.Write)];

    /// <summary>False when a name is unknown or names the empty value.</summary>
    public static bool TryRead(IEnumerable<string?> words, out T flags)
    {
        ArgumentNullException.ThrowIfNull(words);
        flags = default;
        long set = 0;
        foreach (var word in words)
        {
            if (!EnumWords<T>.TryRead(word, out var one) || Number(one) == 0)
            {
                return false;
            }

            set |= Number(one);
        }

        flags = (T)Enum.ToObject(typeof(T), set);
        return true;
    }

    private static long Number(T flag) => Convert.ToInt64(flag, CultureInfo.InvariantCulture);
}

using System.Text;

namespace ConsultCluster.Server.Api;

/// <summary>Scripts that user names can have.</summary>
internal enum NameScript
{
    Other,
    Latin,
    Greek,
    Cyrillic,
    Hebrew,
    Arabic,
    Thai,
    Tibetan,
    Mongolian,
    Hiragana,
    Katakana,
    Bopomofo,
    Hangul,
    Han,
}

/// <summary>
/// The script of a letter, by blocks of Unicode; the runtime has no table of it. Letters that look like others without being needed for a name (IPA,
/// modifiers, phonetic and mathematical letters) belong to none.
/// </summary>
internal static class NameScripts
{
    private static readonly (int First, int Last, NameScript Script)[] Ranges =
    [
        ('A', 'Z', NameScript.Latin), ('a', 'z', NameScript.Latin), (0xC0, 0x24F, NameScript.Latin), (0x1E00, 0x1EFF, NameScript.Latin),
        (0x370, 0x3FF, NameScript.Greek), (0x1F00, 0x1FFF, NameScript.Greek),
        (0x400, 0x52F, NameScript.Cyrillic),
        (0x5D0, 0x5EA, NameScript.Hebrew),
        (0x620, 0x64A, NameScript.Arabic), (0x66E, 0x6D3, NameScript.Arabic), (0x6D5, 0x6D5, NameScript.Arabic),
        (0xE01, 0xE2E, NameScript.Thai),
        (0xF40, 0xF6C, NameScript.Tibetan),
        (0x1820, 0x1878, NameScript.Mongolian),
        (0x3041, 0x3096, NameScript.Hiragana),
        (0x30A1, 0x30FA, NameScript.Katakana), (0x30FC, 0x30FC, NameScript.Katakana),
        (0x3105, 0x312F, NameScript.Bopomofo),
        (0xAC00, 0xD7A3, NameScript.Hangul),
        (0x3005, 0x3007, NameScript.Han), (0x3400, 0x4DBF, NameScript.Han), (0x4E00, 0x9FFF, NameScript.Han), (0xF900, 0xFAFF, NameScript.Han),
        (0x20000, 0x323AF, NameScript.Han),
    ];

    /// <summary>The sets of UTS #39 §5.2, "highly restrictive": beside one script alone.</summary>
    private static readonly NameScript[][] Mixes =
    [
        [NameScript.Latin, NameScript.Han, NameScript.Hiragana, NameScript.Katakana],
        [NameScript.Latin, NameScript.Han, NameScript.Bopomofo],
        [NameScript.Latin, NameScript.Han, NameScript.Hangul],
    ];

    /// <summary>Cyrillic and Greek letters that fonts draw as Latin ones (UTS #39, confusables.txt).</summary>
    private static readonly HashSet<int> LatinLooks =
    [
        .. "аАВсСԁеЕһНіІјЈкКмМоОрРԛѕЅтТуУѵԝхХүҮ".Select(letter => (int)letter),
        .. "αΑΒΕΖΗιΙκΚΜνΝοΟρΡΤυΥγχΧ".Select(letter => (int)letter),
    ];

    public static NameScript Of(Rune letter) => Ranges.FirstOrDefault(range => letter.Value >= range.First && letter.Value <= range.Last).Script;

    /// <summary>Whether these may stand side by side in a name.</summary>
    public static bool MayMix(IReadOnlyCollection<NameScript> scripts) =>
        scripts.Count <= 1 || Mixes.Any(mix => scripts.All(mix.Contains));

    public static bool LooksLatin(Rune letter) => LatinLooks.Contains(letter.Value);
}

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
/// modifiers, phonetic and mathematical letters, clicks) belong to none, nor do other forms of a letter (those that NFKC replaces). The program runs
/// without ICU, where <see cref="string.Normalize()"/> does nothing for them, so they are left out here.
/// </summary>
internal static class NameScripts
{
    private static readonly (int First, int Last, NameScript Script)[] Ranges =
    [
        ('A', 'Z', NameScript.Latin), ('a', 'z', NameScript.Latin),
        // Without 0130 and 0131, which fonts draw as I and i, ligatures, the long s, and clicks.
        (0xC0, 0x12F, NameScript.Latin), (0x134, 0x13E, NameScript.Latin), (0x141, 0x148, NameScript.Latin), (0x14A, 0x17E, NameScript.Latin),
        (0x1A0, 0x1A1, NameScript.Latin), (0x1AF, 0x1B0, NameScript.Latin), (0x1CD, 0x1F0, NameScript.Latin), (0x1F4, 0x236, NameScript.Latin),
        (0x1E00, 0x1E99, NameScript.Latin), (0x1E9C, 0x1EFF, NameScript.Latin),
        // Modern Greek.
        (0x386, 0x3CE, NameScript.Greek),
        (0x400, 0x52F, NameScript.Cyrillic),
        (0x5D0, 0x5EA, NameScript.Hebrew),
        (0x620, 0x64A, NameScript.Arabic), (0x66E, 0x674, NameScript.Arabic), (0x679, 0x6D3, NameScript.Arabic), (0x6D5, 0x6D5, NameScript.Arabic),
        (0xE01, 0xE2E, NameScript.Thai),
        (0xF40, 0xF42, NameScript.Tibetan), (0xF44, 0xF4C, NameScript.Tibetan), (0xF4E, 0xF51, NameScript.Tibetan), (0xF53, 0xF56, NameScript.Tibetan),
        (0xF58, 0xF5B, NameScript.Tibetan), (0xF5D, 0xF68, NameScript.Tibetan), (0xF6A, 0xF6C, NameScript.Tibetan),
        (0x1820, 0x1878, NameScript.Mongolian),
        (0x3041, 0x3096, NameScript.Hiragana),
        (0x30A1, 0x30FA, NameScript.Katakana), (0x30FC, 0x30FC, NameScript.Katakana),
        (0x3105, 0x312F, NameScript.Bopomofo),
        (0xAC00, 0xD7A3, NameScript.Hangul),
        (0x3005, 0x3007, NameScript.Han), (0x3400, 0x4DBF, NameScript.Han), (0x4E00, 0x9FFF, NameScript.Han),
        // Without F900 to FAFF and 2F800 to 2FA1F: second code points of the same characters.
        (0x20000, 0x2F7FF, NameScript.Han), (0x30000, 0x323AF, NameScript.Han),
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
        .. "аАВсСԁеЕһНіІјЈкКмМоОрРԛѕЅтТуУѵԝхХүҮӀӏѴѡҽ".Select(letter => (int)letter),
        .. "αΑΒΕΖΗιΙκΚΜνΝοΟρΡΤυΥγχΧ".Select(letter => (int)letter),
    ];

    /// <summary>Katakana, Hiragana and Bopomofo that fonts draw as Chinese characters (UTS #39, confusables.txt).</summary>
    private static readonly HashSet<int> HanLooks = [.. "エオカタトニハヒへヘローㄇㄈㄏㄐㄒㄗㄙㄚㄠㄡㄩ".Select(letter => (int)letter)];

    public static NameScript Of(Rune letter) => Ranges.FirstOrDefault(range => letter.Value >= range.First && letter.Value <= range.Last).Script;

    /// <summary>Whether these may stand side by side in a name.</summary>
    public static bool MayMix(IReadOnlyCollection<NameScript> scripts) =>
        scripts.Count <= 1 || Mixes.Any(mix => scripts.All(mix.Contains));

    public static bool LooksLatin(Rune letter) => LatinLooks.Contains(letter.Value);

    public static bool LooksHan(Rune letter) => HanLooks.Contains(letter.Value);
}

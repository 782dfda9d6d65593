using System.Globalization;
using System.Text;

namespace ConsultCluster.Server.Api;

/// <summary>Names that look like another one, or turn the text around them, are refused (Unicode UTS #39 §5.2, UAX #9).</summary>
internal static class NameRules
{
    private const string OtherLetters = "-_.@";

    /// <summary>What is wrong with a user name; null when nothing is.</summary>
    public static string? UserNameMistake(string name)
    {
        if (!IsWellFormed(name) || name.EnumerateRunes().Any(rune => !IsAllowed(rune)))
        {
            return "May have letters, digits and . - _ @ only.";
        }

        var letters = name.EnumerateRunes().Where(Rune.IsLetter).ToArray();
        var scripts = letters.Select(NameScripts.Of).Distinct().ToArray();
        if (scripts.Contains(NameScript.Other))
        {
            return "Has letters that user names cannot have: of another script, or another form of a plain letter.";
        }

        if (!NameScripts.MayMix(scripts))
        {
            return "Mixes letters of scripts that look alike; use one script. Chinese characters may stand beside Latin letters.";
        }

        if (scripts is [NameScript.Cyrillic or NameScript.Greek] && letters.All(NameScripts.LooksLatin))
        {
            return "Reads as Latin letters but is not; use Latin letters.";
        }

        var syllables = letters.Where(letter => NameScripts.Of(letter) is NameScript.Hiragana or NameScript.Katakana or NameScript.Bopomofo).ToArray();
        return syllables.Length > 0 && syllables.All(NameScripts.LooksHan)
            ? "Reads as Chinese characters but is not; use Chinese characters."
            : null;
    }

    /// <summary>What is wrong with a name that is shown; null when nothing is.</summary>
    public static string? DisplayNameMistake(string name) => IsWellFormed(name) && name.EnumerateRunes().All(IsVisible)
        ? null
        : "Has characters that cannot be seen or that turn the text around them; leave them out.";

    /// <summary>ASCII digits only: those of other scripts look like one another.</summary>
    private static bool IsAllowed(Rune rune) =>
        Rune.IsLetter(rune) || (rune.IsAscii && (Rune.IsDigit(rune) || OtherLetters.Contains((char)rune.Value, StringComparison.Ordinal)));

    private static bool IsVisible(Rune rune) => Rune.GetUnicodeCategory(rune) is not (
        UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator
        or UnicodeCategory.OtherNotAssigned or UnicodeCategory.PrivateUse) && !IsBlankLetter(rune);

    /// <summary>Letters and marks without a shape (Default_Ignorable_Code_Point): Hangul fillers, the combining grapheme joiner, variation selectors, Khmer vowels.</summary>
    private static bool IsBlankLetter(Rune rune) => rune.Value is
        0x034F or 0x115F or 0x1160 or 0x17B4 or 0x17B5 or (>= 0x180B and <= 0x180F) or 0x2800 or 0x3164 or (>= 0xFE00 and <= 0xFE0F) or 0xFFA0
        or (>= 0xE0100 and <= 0xE01EF);

    /// <summary>No half of a surrogate pair.</summary>
    private static bool IsWellFormed(string name)
    {
        for (var i = 0; i < name.Length; i++)
        {
            if (char.IsSurrogate(name[i]) && !(char.IsHighSurrogate(name[i]) && i + 1 < name.Length && char.IsLowSurrogate(name[++i])))
            {
                return false;
            }
        }

        return true;
    }
}

using System.Runtime.CompilerServices;

namespace ConsultCluster.Relay.Tests.Orders;

/// <summary>
/// One file of <c>Offers</c>: what the offer shows, the offer, and what has to come of it. <c>{fingerprint}</c> stands
/// for the terminal's, <c>{transport}</c> with our DTLS role for the four lines of our transport, and
/// <c>{candidates}</c> for our candidates.
/// </summary>
/// <param name="Kind"><c>hub</c>, <c>whip</c> or <c>whep</c>.</param>
/// <param name="Expected">The answer with stand-ins, or the code and the sentence of a refusal.</param>
internal sealed record OfferFile(string Name, string Kind, string Offer, string Expected)
{
    private const string OfferLine = "--- offer\n";
    private const string AnswerLine = "--- answer\n";

    private static readonly string _folder = FolderOf();

    public static IEnumerable<string> Names => Directory.EnumerateFiles(_folder, "*.txt").Select(Path.GetFileNameWithoutExtension).Order(StringComparer.Ordinal)!;

    public static OfferFile Read(string name)
    {
        var text = File.ReadAllText(PathOf(name)).ReplaceLineEndings("\n");
        var offer = text.IndexOf(OfferLine, StringComparison.Ordinal);
        var answer = text.IndexOf(AnswerLine, StringComparison.Ordinal);
        var kind = text[..offer].Split('\n').FirstOrDefault(line => line.StartsWith("kind: ", StringComparison.Ordinal))?[6..] ?? "hub";
        return new(name, kind, text[(offer + OfferLine.Length)..answer], text[(answer + AnswerLine.Length)..]);
    }

    /// <summary>Writes what has come of the offer in place of what was expected.</summary>
    public void Renew(string actual)
    {
        var text = File.ReadAllText(PathOf(Name)).ReplaceLineEndings("\n");
        File.WriteAllText(PathOf(Name), text[..(text.IndexOf(AnswerLine, StringComparison.Ordinal) + AnswerLine.Length)] + actual);
    }

    private static string PathOf(string name) => Path.Combine(_folder, name + ".txt");

    private static string FolderOf([CallerFilePath] string path = "") => Path.Combine(Path.GetDirectoryName(path)!, "Offers");
}

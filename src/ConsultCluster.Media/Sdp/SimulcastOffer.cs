namespace ConsultCluster.Media.Sdp;

/// <summary>Reads <c>a=simulcast</c> of an offer (RFC 8853 §5.1).</summary>
internal static class SimulcastOffer
{
    /// <summary>Browsers send at most four.</summary>
    private const int MaxLayers = 8;

    /// <summary>RFC 8851 §10; browsers use a letter.</summary>
    private const int MaxRidLength = 32;

    /// <summary>
    /// The layers that the terminal sends. Of alternatives the first counts; one that starts paused is named without the mark.
    /// Empty when there are none, or their ids are invalid.
    /// </summary>
    public static IReadOnlyList<string> Read(string value)
    {
        var words = value.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var send = Array.IndexOf(words, "send");
        if (send < 0 || send + 1 >= words.Length)
        {
            return [];
        }

        var layers = new List<string>();
        foreach (var alternatives in words[send + 1].Split(';'))
        {
            var rid = alternatives.Split(',')[0].TrimStart('~');
            if (rid.Length is 0 or > MaxRidLength || !rid.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_') || layers.Count == MaxLayers)
            {
                return [];
            }

            layers.Add(rid);
        }

        return layers;
    }
}

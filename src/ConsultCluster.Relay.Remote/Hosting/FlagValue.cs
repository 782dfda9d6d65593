using System.Globalization;
using System.Net;
using ConsultCluster.Domain;

namespace ConsultCluster.Relay.Remote.Hosting;

/// <summary>The text of one flag of the server or of a relay node. Reading adds a sentence to the mistakes where the text is wrong.</summary>
public sealed record FlagValue(string Name, string Text, List<string> Mistakes)
{
    /// <summary>The last port.</summary>
    public const int MaxPort = 65_535;

    /// <summary>Adds the mistake unless the condition holds.</summary>
    public void Require(bool holds, string mistake)
    {
        if (!holds)
        {
            Mistakes.Add($"{Name} {mistake}");
        }
    }

    /// <summary>A port; 0 takes any free one.</summary>
    public int Port()
    {
        var isPort = int.TryParse(Text, NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port <= MaxPort;
        Require(isPort, $"must be a port, 0 to {MaxPort}.");
        return isPort ? port : 0;
    }

    /// <summary>A number of a range.</summary>
    public int Number(int min, int max)
    {
        var isNumber = int.TryParse(Text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= min && number <= max;
        Require(isNumber, $"must be a number, {min} to {max}.");
        return isNumber ? number : min;
    }

    /// <summary>A name in the alphabet of all identifiers, because relay ids are made of it.</summary>
    public string Label(int maxLength)
    {
        Require(Text.Length <= maxLength && RelayId.TryParse(Text, out _), $"must have 1 to {maxLength} characters of A-Z a-z 0-9 _ -.");
        return Text;
    }

    /// <summary>Adds IP addresses, separated by commas.</summary>
    public void AddAddresses(IList<IPAddress> addresses)
    {
        ArgumentNullException.ThrowIfNull(addresses);
        foreach (var text in Items())
        {
            var isAddress = IPAddress.TryParse(text, out var address) && !address.Equals(IPAddress.Any) && !address.Equals(IPAddress.IPv6Any);
            Require(isAddress, $"must be an IP address that terminals can reach; {text} is none.");
            if (isAddress)
            {
                addresses.Add(address!);
            }
        }
    }

    /// <summary>Adds addresses of control processes, separated by commas: https, or http on this machine.</summary>
    public void AddControlUrls(IList<Uri> urls)
    {
        ArgumentNullException.ThrowIfNull(urls);
        foreach (var text in Items())
        {
            if (!Uri.TryCreate(text, UriKind.Absolute, out var url) || (url.Scheme != Uri.UriSchemeHttp && url.Scheme != Uri.UriSchemeHttps))
            {
                Require(holds: false, $"must be the address of a control process, such as https://192.0.2.7:8443; {text} is none.");
            }
            else if (url.Scheme == Uri.UriSchemeHttp && !url.IsLoopback)
            {
                Require(holds: false, $"must be https for another machine; {text} would not be encrypted. Start the control process with --https.");
            }
            else
            {
                urls.Add(url);
            }
        }
    }

    /// <summary>The items of a list with commas.</summary>
    public string[] Items() => Text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
}

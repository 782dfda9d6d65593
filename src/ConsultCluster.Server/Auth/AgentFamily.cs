namespace ConsultCluster.Server.Auth;

/// <summary>Names browser and system of a User-Agent, so that people recognise their sessions. What is not known is a program.</summary>
internal static class AgentFamily
{
    private const string Other = "other program";

    /// <summary>The first that fits: browsers also name those that they want to be taken for.</summary>
    private static readonly (string Mark, string Name)[] Browsers =
    [
        ("Edg", "Edge"), ("OPR/", "Opera"), ("MicroMessenger", "WeChat"), ("Firefox/", "Firefox"), ("Chrome/", "Chrome"), ("Safari/", "Safari"),
    ];

    private static readonly (string Mark, string Name)[] Systems =
    [
        ("Windows", "Windows"), ("Android", "Android"), ("iPhone", "iPhone"), ("iPad", "iPad"), ("Mac OS X", "macOS"), ("CrOS", "ChromeOS"), ("Linux", "Linux"),
    ];

    /// <summary>Such as <c>Chrome, Windows</c>.</summary>
    public static string Of(string userAgent)
    {
        var browser = Find(Browsers, userAgent);
        return browser is null ? Other : $"{browser}, {Find(Systems, userAgent) ?? "other system"}";
    }

    private static string? Find((string Mark, string Name)[] names, string userAgent) =>
        names.FirstOrDefault(name => userAgent.Contains(name.Mark, StringComparison.Ordinal)).Name;
}

using System.Collections.Concurrent;
using Microsoft.Playwright;

namespace ConsultCluster.EndToEnd.Harness;

/// <summary>What a page asks for, and its errors, from now on.</summary>
internal sealed class PageLog
{
    public PageLog(IPage page)
    {
        page.Request += (_, request) => Asked.Add(new Uri(request.Url));
        page.PageError += (_, error) => Wrong.Add(error);
        page.Console += (_, message) =>
        {
            if (message.Type == "error")
            {
                Wrong.Add(message.Text);
            }
        };
    }

    public ConcurrentBag<Uri> Asked { get; } = [];

    /// <summary>Errors of scripts and on the console.</summary>
    public ConcurrentBag<string> Wrong { get; } = [];
}

# One kind of work a request, with an answer that depends on nothing else.
require 'digest'
require 'open3'

run lambda { |env|
  case env['PATH_INFO']
  when '/text' then [200, { 'Content-Type' => 'text/plain' }, ["text\n"]]
  when '/big' then [200, { 'Content-Type' => 'text/plain' }, ["line of a long answer\n" * 5000]]
  when '/chunks' then [200, { 'Content-Type' => 'text/plain' }, Enumerator.new { |out| 20.times { |n| out << "chunk #{n}\n" * 50 } }]
  when '/echo'
    body = env['rack.input'].read
    [200, { 'Content-Type' => 'text/plain' }, ["#{body.bytesize} #{Digest::SHA256.hexdigest(body)}\n"]]
  when '/sort'
    out, status = Open3.capture2('sort', '-n', stdin_data: 500.downto(1).map { |n| "#{n}\n" }.join)
    [200, { 'Content-Type' => 'text/plain' }, [out, status.exitstatus.to_s, `echo from a shell`]]
  when '/error' then [500, { 'Content-Type' => 'text/plain' }, ["error\n"]]
  else [404, { 'Content-Type' => 'text/plain' }, ["nothing of that name\n"]]
  end
}

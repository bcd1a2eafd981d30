import { expect, test } from 'vitest'
import { Turns } from './turns.ts'

const stays = () => undefined

test('so many at once, then one for each that ends, in order', async () => {
  const turns = new Turns(2)
  const order: string[] = []
  const [first] = await Promise.all([turns.take(stays), turns.take(stays)])
  const third = turns.take(stays).then((end) => {
    order.push('third')
    return end
  })
  const fourth = turns.take(stays).then(() => order.push('fourth'))
  expect(order).toEqual([])
  first()
  const endThird = await third
  expect(order).toEqual(['third'])
  endThird()
  await fourth
  expect(order).toEqual(['third', 'fourth'])
})

test('whoever goes while it waits leaves its place, and no turn is lost by it', async () => {
  const turns = new Turns(1)
  const end = await turns.take(stays)
  let leave: () => void = stays
  const gone = turns.take((listener) => {
    leave = listener
  })
  const next = turns.take(stays)
  leave()
  await expect(gone).rejects.toThrow('gone before it was its turn')
  end()
  ;(await next)()
  await expect(turns.take(stays)).resolves.toBeTypeOf('function')
})
